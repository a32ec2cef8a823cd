/** The claim on a table of many errors: its plan for each shape that such a table may have, then how fast a run releases what is due. */
import type { Sequelize } from 'sequelize';
import { startPostgres } from '../../local/infrastructure/postgres';
import { PortBook } from '../../local/process/ports';
import { openDatabase, row, rows } from '../../models/database';
import { migrateUp } from '../../models/migrations';
import { createLogger } from '../../platform/logging';
import { recoverDueErrors } from '../../services/recovery';
import { CLAIM_DUE } from '../../services/recovery/recover';
import { fillErrors, makeDueErrors, type Filling } from './due-errors';

export interface ClaimsOptions {
  readonly home: string;
  readonly due: number;
  readonly errors: number;
}

const PAGE = 500;
const SAMPLE_EVERY_MS = 20;
const SHAPES: Readonly<Record<Filling, string>> = {
  due: 'all of them PENDING and due',
  closed: 'nearly all of them ended long ago',
  mixed: 'half of them not due yet, half ended',
};

/** Uses a Postgres of its own, or DATABASE_URL, which must be an empty database. */
export async function measureClaims({ home, due, errors }: ClaimsOptions): Promise<{ figures: object; passed: boolean }> {
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
    await migrateUp(db);
    // A table without statistics stays so until they are asked for.
    await db.query('ALTER TABLE processing_errors SET (autovacuum_enabled = false)');
    await db.query('ALTER TABLE document_requests SET (autovacuum_enabled = false)');
    const plans: string[] = [];
    for (const [filling, shape] of Object.entries(SHAPES) as [Filling, string][]) {
      await db.query('TRUNCATE processing_errors, document_requests, status_events CASCADE');
      await db.query('DELETE FROM pg_statistic WHERE starelid IN ($1::regclass, $2::regclass)', { bind: ['processing_errors', 'document_requests'] });
      await fillErrors(db, errors - due, filling);
      await makeDueErrors(db, { count: due });
      plans.push(await showPlan(db, `${errors} errors, ${shape}; never analysed`));
      await db.query('VACUUM ANALYZE');
      plans.push(await showPlan(db, `${errors} errors, ${shape}; analysed`));
    }
    // The last shape is the one to release from.
    const drain = await release(db, errors);
    const sound = plans.every((plan) => plan.includes('processing_errors_due') && !plan.includes('Seq Scan') && !plan.includes('Sort Key'));
    return { figures: { errors, due, ...drain, plans: plans.length, plansByIndexAlone: sound }, passed: sound && drain.published === due && drain.events === due };
  } finally {
    await db.close();
    await own?.stop();
  }
}

async function showPlan(db: Sequelize, title: string): Promise<string> {
  const plan = await rows<{ 'QUERY PLAN': string }>(db, `EXPLAIN (ANALYZE, BUFFERS) ${CLAIM_DUE.replace('$1', String(PAGE))}`);
  const text = plan.map((line) => line['QUERY PLAN']).join('\n');
  process.stdout.write(`-- ${title}\n${text}\n\n`);
  return text;
}

async function release(db: Sequelize, errors: number) {
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
  const mebibytes = (bytes: number) => Math.round(bytes / 1024 / 1024);
  return {
    published,
    events,
    seconds: Number(seconds.toFixed(2)),
    perSecond: Math.round(published / seconds),
    rssBeforeMiB: mebibytes(before.rss),
    rssPeakMiB: mebibytes(peak.rss),
    heapPeakMiB: mebibytes(peak.heapUsed),
  };
}
