/** Health and metrics: /livez, /readyz, /metrics. They need no token and tell nothing of any tenant. */
import { Router } from 'express';
import { readLedgerRun } from '../../models/ledger-run';
import { readSweepRepairs } from '../../models/sweep-repairs';
import { gauge, registry } from '../../platform/metrics';
import type { Readiness } from '../../platform/service';
import type { GatewayDeps } from '../deps';

/** A scrape waits no longer than this for the database, in ms: metrics must be there above all when it is not. */
const DATABASE_WAIT_MS = 1_000;

/** Routes; also puts the sweeps' repairs and the last ledger, which live in the database, among this process's metrics. */
export function healthRoutes(database: GatewayDeps['database'], readiness: () => Readiness): Router {
  gauge('oms_sweep_repairs_total', 'Repairs made by each sweep since the database was made; 0 without faults.', ['sweep'], async function () {
    const found = await within(DATABASE_WAIT_MS, readSweepRepairs(database));
    if (!found) return this.reset();
    for (const { sweep, repaired } of found) this.set({ sweep }, repaired);
  });
  gauge('oms_ledger_disagreements', 'What the last ledger found to differ between Postgres, status topic and engine; absent until one was taken.', [], async function () {
    const run = await within(DATABASE_WAIT_MS, readLedgerRun(database));
    if (!run) return this.remove();
    this.set(run.disagreements);
    ledgerTaken.set(run.takenAt);
  });
  const ledgerTaken = gauge('oms_ledger_taken_timestamp_seconds', 'When the last ledger was finished.');

  const router = Router();
  router.get('/livez', (_req, res) => void res.type('text/plain').send('ok\n'));
  router.get('/readyz', (_req, res) => {
    const { ready, reason } = readiness();
    res.status(ready ? 200 : 503).type('text/plain').send(`${ready ? 'ready' : (reason ?? 'not ready')}\n`);
  });
  router.get('/metrics', async (_req, res) => {
    res.setHeader('content-type', registry.contentType);
    res.send(await registry.metrics());
  });
  return router;
}

/** What `work` gives, or null where it fails or takes longer than `ms`. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([work.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}
