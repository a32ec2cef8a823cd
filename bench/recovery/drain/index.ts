/**
 * A drain from end to end: documents are generated for the first time, as a measure; then as many fail at the engine, so that each has an open error;
 * then the engine works again, all errors become due at once, and recovery brings every document home.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sequelize } from 'sequelize';
import { createOmsClient, type OmsClient } from '../../../client';
import { mintToken } from '../../../local/issuer';
import { launch } from '../../../local/launcher';
import { progressLines } from '../../../local/process/progress';
import { openDatabase, row } from '../../../models/database';
import { EXAMPLE_KINDS, exampleRequest } from '../../../reference-data/example-data';
import { Engine } from './engine';
import { watchMemory } from './resident-memory';

export interface DrainOptions {
  readonly home: string;
  readonly documents: number;
  /** Each role a process of its own. */
  readonly separate: boolean;
}

const BATCH = 1_000;
const LOOK_EVERY_MS = 100;
const GIVE_UP_MS = 15 * 60_000;
/** So that nothing is tried again before all have failed; then they are made due together. */
const NOT_BEFORE_MS = 10 * 24 * 3_600_000;
const ENVIRONMENT = {
  PORT: '0',
  THUNDERHEAD_PORT: '0',
  REFERENCE_DATA_PORT: '0',
  SIMULATOR_RENDERER: 'load',
  SIMULATOR_RENDER_MS: '0',
  RETRY_BASE_MS: String(NOT_BEFORE_MS),
  RETRY_CAP_MS: String(NOT_BEFORE_MS),
  LOG_LEVEL: 'warn',
};
/** Whose memory matters here; the all-in-one process is all of them. */
const WATCHED = ['jobs', 'processing', 'monitoring', 'relay'] as const;

interface Counts {
  readonly completed: number;
  readonly failing: number;
  readonly pending: number;
}

export async function measureDrain({ home, documents, separate }: DrainOptions): Promise<{ figures: object; passed: boolean }> {
  const say = (line: string) => void process.stdout.write(`  ${line}\n`);
  const progress = progressLines((line) => void process.stdout.write(line));
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => ending.abort());
  const system = await launch({ home, env: { ...process.env, ...ENVIRONMENT }, separate, screens: false, progress, say, signal: ending.signal });
  const { DATABASE_URL = '', GATEWAY_URL = '', THUNDERHEAD_URL = '', pids = {} } = system.addresses;
  const db = openDatabase({ url: DATABASE_URL, poolSize: 2, applicationName: 'bench', statementTimeoutMs: 60_000, idleInTransactionTimeoutMs: 0 });
  const client = createOmsClient({ url: GATEWAY_URL, token: await mintToken({ home, role: 'client', tenant: 'demo' }) });
  const engine = new Engine(THUNDERHEAD_URL);
  try {
    const firstTime = await timed(async () => {
      await submit(client, documents);
      await until(db, ending.signal, ({ completed }) => completed === documents);
    });
    say(`${documents} documents for the first time: ${firstTime.toFixed(1)} s, submitting them included`);

    await engine.failEveryDocument();
    await submit(client, documents);
    await until(db, ending.signal, ({ failing, pending }) => failing === documents && pending === documents);
    await engine.mend();
    await sleep(1_000);
    say(`${documents} documents have failed; their errors become due now`);

    const position = await engine.position();
    const watched = Object.fromEntries((separate ? WATCHED : (['jobs'] as const)).map((role) => [separate ? role : 'all-in-one', pids[role] ?? 0]));
    const peaks = watchMemory(watched);
    const startedAt = performance.now();
    await db.query(`UPDATE processing_errors SET next_attempt_at = clock_timestamp() WHERE recovery_status = 'PENDING'`);
    await until(db, ending.signal, ({ pending }) => pending === 0);
    const released = (performance.now() - startedAt) / 1_000;
    await until(db, ending.signal, ({ completed }) => completed === 2 * documents);
    const completed = (performance.now() - startedAt) / 1_000;
    const rssPeakMiB = peaks();

    const rendered = await engine.renderedSince(position);
    const { openErrors } = await row<{ openErrors: number }>(
      db,
      `SELECT count(*) AS "openErrors" FROM processing_errors WHERE recovery_status IN ('PENDING','RETRYING','EXHAUSTED')`,
    );
    return {
      figures: {
        drain: documents,
        firstTimePerSecond: Math.round(documents / firstTime),
        releasedSeconds: rounded(released),
        releasedPerSecond: Math.round(documents / released),
        completedSeconds: rounded(completed),
        completedPerSecond: Math.round(documents / completed),
        rssPeakMiB,
        engineJobs: rendered.jobs,
        rendered: rendered.documents,
        duplicates: rendered.duplicates,
        openErrors,
      },
      passed: rendered.documents === documents && rendered.duplicates === 0 && openErrors === 0,
    };
  } finally {
    await client.close();
    await db.close();
    await system.stop();
  }
}

async function submit(client: OmsClient, documents: number): Promise<void> {
  for (let from = 0; from < documents; from += BATCH) {
    const count = Math.min(BATCH, documents - from);
    const requests = Array.from({ length: count }, (_, n) => exampleRequest(EXAMPLE_KINDS[n % EXAMPLE_KINDS.length] ?? 'INVOICE', from + n));
    const { userErrors } = await client.submitBatch(requests);
    if (userErrors.length > 0) throw new Error(`documents were refused: ${userErrors[0]?.message}`);
  }
}

async function until(db: Sequelize, signal: AbortSignal, reached: (counts: Counts) => boolean): Promise<void> {
  const giveUpAt = performance.now() + GIVE_UP_MS;
  for (;;) {
    const counts = await row<Counts>(
      db,
      `SELECT (SELECT count(*) FROM document_requests WHERE status = 'COMPLETED') AS completed,
              (SELECT count(*) FROM document_requests WHERE status = 'RETRY_SCHEDULED') AS failing,
              (SELECT count(*) FROM processing_errors WHERE recovery_status = 'PENDING') AS pending`,
    );
    if (reached(counts)) return;
    if (performance.now() > giveUpAt) throw new Error(`given up, with ${JSON.stringify(counts)}`);
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

const rounded = (seconds: number) => Number(seconds.toFixed(2));
