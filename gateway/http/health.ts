/** Health and metrics: /livez, /readyz, /metrics. They need no token and tell nothing of any tenant. */
import { Router } from 'express';
import type { Sequelize } from 'sequelize';
import { readSweepRepairs } from '../../models/sweep-repairs';
import { gauge, registry } from '../../platform/metrics';
import type { Readiness } from '../../platform/service';

/** How old figures from the database may be at a scrape, in ms. */
const FIGURES_AGE_MS = 1_000;

/** Routes; also puts the sweeps' repairs, which live in the database, among this process's metrics. */
export function healthRoutes(database: Sequelize, readiness: () => Readiness): Router {
  const sweeps = gauge('oms_sweep_repairs_total', 'Repairs made by each sweep since the database was made; 0 without faults.', ['sweep']);
  let readAt = 0;
  const readSweeps = async () => {
    if (Date.now() - readAt < FIGURES_AGE_MS) return;
    readAt = Date.now();
    for (const { sweep, repaired } of await readSweepRepairs(database)) sweeps.set({ sweep }, repaired);
  };

  const router = Router();
  router.get('/livez', (_req, res) => void res.type('text/plain').send('ok\n'));
  router.get('/readyz', (_req, res) => {
    const { ready, reason } = readiness();
    res.status(ready ? 200 : 503).type('text/plain').send(`${ready ? 'ready' : (reason ?? 'not ready')}\n`);
  });
  router.get('/metrics', async (_req, res) => {
    // Metrics must be there above all when the database is not.
    await readSweeps().catch(() => sweeps.reset());
    res.setHeader('content-type', registry.contentType);
    res.send(await registry.metrics());
  });
  return router;
}
