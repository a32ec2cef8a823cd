/**
 * bench/: measurements, each a command. This one: a recovery drain on a table of many errors, on a Postgres of its own (or DATABASE_URL, which must be an empty
 * database): `npm run bench:recovery -- --due 10000 --errors 1000000`. Prints the plan of the claim, then one line of JSON.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Sequelize } from 'sequelize';
import { startPostgres } from '../../local/infrastructure/postgres';
import { PortBook } from '../../local/process/ports';
import { openDatabase, row, rows } from '../../models/database';
import { migrateUp } from '../../models/migrations';
import { createLogger } from '../../platform/logging';
import { recoverDueErrors } from '../../services/recovery';
import { CLAIM_DUE } from '../../services/recovery/recover';
import { fillErrors, makeDueErrors } from './due-errors';

const PAGE = 500;
const SAMPLE_EVERY_MS = 20;

async function measure(db: Sequelize, due: number, errors: number): Promise<void> {
  await migrateUp(db);
  await fillErrors(db, errors - due);
  await makeDueErrors(db, { count: due });
  await db.query('VACUUM ANALYZE');
  const plan = await rows<{ 'QUERY PLAN': string }>(db, `EXPLAIN (ANALYZE, BUFFERS) ${CLAIM_DUE.replace('$1', String(PAGE))}`);
  const text = plan.map((line) => line['QUERY PLAN']).join('\n');
  process.stdout.write(`${text}\n`);

  const before = process.memoryUsage();
  const peak = { rss: before.rss, heapUsed: before.heapUsed };
  const sampling = setInterval(() => {
    const now = process.memoryUsage();
    peak.rss = Math.max(peak.rss, now.rss);
    peak.heapUsed = Math.max(peak.heapUsed, now.heapUsed);
  }, SAMPLE_EVERY_MS);
  const startedAt = performance.now();
  const { published } = await recoverDueErrors({
    database: db,
    retryPolicies: { standard: { maxAttempts: 5, baseMs: 1_000, capMs: 1_000 }, byCode: {} },
    logger: createLogger({ role: 'bench', level: 'silent' }),
    settings: { pageSize: PAGE, outboxMax: 10 * errors },
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  clearInterval(sampling);
  const { events } = await row<{ events: number }>(db, `SELECT count(DISTINCT key) AS events FROM outbox_events WHERE topic LIKE 'oms.processing%'`);
  const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024);
  process.stdout.write(
    `${JSON.stringify({
      errors,
      due,
      published,
      events,
      seconds: Number(seconds.toFixed(2)),
      perSecond: Math.round(published / seconds),
      rssBeforeMb: megabytes(before.rss),
      rssPeakMb: megabytes(peak.rss),
      heapPeakMb: megabytes(peak.heapUsed),
      sequentialScan: text.includes('Seq Scan'),
    })}\n`,
  );
  if (published !== due || events !== due || text.includes('Seq Scan')) process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { due: { type: 'string', default: '10000' }, errors: { type: 'string', default: '1000000' } } });
  const home = mkdtempSync(join(tmpdir(), 'oms-bench-'));
  const given = process.env.DATABASE_URL;
  const own = given ? null : await startPostgres({ home, env: process.env, ports: new PortBook(home), shortLived: true, note: () => undefined });
  const db = openDatabase({
    url: given ?? own?.address ?? '',
    poolSize: 5,
    applicationName: 'bench',
    statementTimeoutMs: 0,
    idleInTransactionTimeoutMs: 0,
  });
  try {
    await measure(db, Number(values.due), Number(values.errors));
  } finally {
    await db.close();
    await own?.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
});
