import { newId } from '../../../domain/ids';
import { pruneFeed } from '../../../feed/prune';
import { stampFeed } from '../../../feed/stamper';
import { row, rows } from '../../../models/database';
import { MIGRATIONS } from '../../../models/migrations';
import { createLogger } from '../../../platform/logging';
import { forgetOldIntervals, requestCounts, Rollup, Throughput } from '../../../services/rollup';
import { eventually } from '../../support/eventually';
import { startSystem, type System } from '../../support/system';

let system: System;

beforeEach(async () => {
  system = await startSystem({ roles: {}, simulator: false });
});
afterEach(() => system.stop());

interface Made {
  readonly tenant?: string;
  readonly version?: number;
  /** From acceptance to the last status. */
  readonly ms?: number;
  readonly statuses?: readonly string[];
}

/** All in one interval. */
const ACCEPTED_AT = new Date(Math.floor(Date.now() / 600_000) * 600_000 - 60_000);

/** Requests with these statuses, the attempt counted up after each RETRY_SCHEDULED or FAILED. */
async function make(count: number, { tenant = 'acme', version = 1, ms = 100, statuses = ['ACCEPTED', 'PROCESSING', 'GENERATING', 'COMPLETED'] }: Made = {}): Promise<void> {
  const ids = Array.from({ length: count }, newId);
  await system.db.query(
    `INSERT INTO document_requests (id, tenant, source, document_type, document_type_version, engine_configuration, format, priority, data, status, trace_id, created_at)
     SELECT id, $2, 'PORTAL', 'LETTER', $3, 'letter', 'PDF', 'NORMAL', '{}', 'ACCEPTED', md5(id::text), $4 FROM unnest($1::uuid[]) AS id`,
    { bind: [ids, tenant, version, ACCEPTED_AT] },
  );
  const attempts = statuses.map((_, index) => 1 + statuses.slice(0, index).filter((status) => status === 'RETRY_SCHEDULED' || status === 'FAILED').length);
  await system.db.query(
    `INSERT INTO status_events (request_id, sequence, tenant, status, attempt, cause, actor, at)
     SELECT r.id, s.sequence, r.tenant, s.status, s.attempt, 'SUBMITTED', 'test',
            r.created_at + CASE WHEN s.sequence = cardinality($2::text[]) THEN $4 * interval '1 millisecond' ELSE interval '0' END
       FROM document_requests r CROSS JOIN unnest($2::text[], $3::int[]) WITH ORDINALITY AS s(status, attempt, sequence) WHERE r.id = ANY ($1::uuid[])`,
    { bind: [ids, statuses, attempts, ms] },
  );
}

const stamp = () => system.db.transaction({ isolationLevel: 'READ COMMITTED' as never }, (transaction) => stampFeed(system.db, transaction));

async function caughtUp(): Promise<void> {
  await eventually('the figures to catch up', async () => {
    const { behind } = await row<{ behind: number }>(system.db, 'SELECT f.position - r.position AS behind FROM feed_state f, rollup_state r');
    return behind === 0;
  });
}

async function rollUp(many = 1): Promise<void> {
  const rollups = Array.from({ length: many }, () => new Rollup(system.db, createLogger({ role: 'test', level: 'silent' })));
  await Promise.all(rollups.map((rollup) => rollup.start()));
  try {
    await caughtUp();
  } finally {
    await Promise.all(rollups.map((rollup) => rollup.stop()));
  }
}

const sums = async (scope: string | null) => {
  const points = await new Throughput(system.db).of(scope, 60);
  const sum = (name: 'accepted' | 'completed' | 'failed' | 'retried' | 'cancelled') => points.reduce((all, point) => all + point[name], 0);
  return { accepted: sum('accepted'), completed: sum('completed'), failed: sum('failed'), retried: sum('retried'), cancelled: sum('cancelled') };
};

it('counts each event once, however many roll up, and each tenant for itself', async () => {
  await make(7_000);
  await make(30, { statuses: ['ACCEPTED', 'PROCESSING', 'RETRY_SCHEDULED', 'PROCESSING', 'GENERATING', 'FAILED', 'PROCESSING', 'GENERATING', 'CANCELLED'] });
  await make(5, { tenant: 'zebra', version: 2, statuses: ['ACCEPTED', 'FAILED'] });
  await stamp();
  await rollUp(3);
  const acme = { accepted: 7_030, completed: 7_000, failed: 30, retried: 60, cancelled: 30 };
  expect(await sums('acme')).toEqual(acme);
  expect(await sums('zebra')).toEqual({ accepted: 5, completed: 0, failed: 5, retried: 0, cancelled: 0 });
  expect(await sums(null)).toEqual({ ...acme, accepted: 7_035, failed: 35 });
  expect(await requestCounts(system.db, 'acme', [{ code: 'LETTER', version: 2 }, { code: 'LETTER', version: 1 }, { code: 'NOPE', version: 1 }])).toEqual([0, 7_030, 0]);
  for (const { sum } of await rows<{ sum: number }>(system.db, 'SELECT sum(accepted) AS sum FROM throughput_buckets GROUP BY seconds')) expect(sum).toBe(7_035);
});

it('says within which time documents were completed, by bounds of its histogram, of all pages together', async () => {
  await make(90, { ms: 100 });
  await stamp();
  await rollUp();
  await make(9, { ms: 1_000 });
  await make(1, { ms: 60_000, tenant: 'zebra' });
  await stamp();
  await rollUp();
  const points = await new Throughput(system.db).of('acme', 30);
  expect(points.length).toBeLessThanOrEqual(500);
  expect(points.map(({ at }) => at.getTime())).toEqual([...points.map(({ at }) => at.getTime())].sort());
  const [most] = points.filter(({ completed }) => completed === 99);
  expect(most?.p50Ms).toBeGreaterThanOrEqual(100);
  expect(most?.p50Ms).toBeLessThan(120);
  expect(most?.p99Ms).toBeGreaterThanOrEqual(1_000);
  expect(most?.p99Ms).toBeLessThan(1_200);
  expect(points.filter(({ completed }) => completed === 0).every(({ p50Ms, p95Ms, p99Ms }) => p50Ms === null && p95Ms === null && p99Ms === null)).toBe(true);
});

it('gives at most 500 points however far back, and refuses what it does not keep', async () => {
  const throughput = new Throughput(system.db);
  for (const minutes of [1, 60, 83, 84, 179, 180, 181, 1_439, 1_440, 1_441, 10_080]) {
    const points = await throughput.of(null, minutes);
    expect(points.length).toBeLessThanOrEqual(500);
    const [first, last] = [points[0], points.at(-1)];
    expect((last?.at.getTime() ?? 0) - (first?.at.getTime() ?? 0)).toBeGreaterThanOrEqual(minutes * 60_000 - (first?.seconds ?? 0) * 1_000);
  }
  for (const minutes of [0, -1, 10_081]) expect(() => throughput.of(null, minutes)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }) as Error);
});

it('never holds up the feed: what was pruned before it was rolled up is passed over', async () => {
  await make(100);
  await stamp();
  await system.db.query('UPDATE feed_state SET published_position = position');
  await system.db.query(`UPDATE status_feed SET stamped_at = stamped_at - interval '1 day'`);
  expect(await pruneFeed(system.db, 3_600_000)).toBe(400);
  await make(3);
  await stamp();
  await rollUp();
  expect((await sums('acme')).accepted).toBe(3);
});

it('begins on a database that has been at work: requests from before it count once, its figures begin with it', async () => {
  const migration = MIGRATIONS.find(({ name }) => name === '0007-screens');
  await system.db.query(migration?.down ?? '');
  await make(10);
  await stamp();
  // Committed, and not yet in the feed when the migration runs.
  await make(2);
  await system.db.transaction((transaction) => system.db.query(migration?.up ?? '', { transaction }));
  expect(await requestCounts(system.db, 'acme', [{ code: 'LETTER', version: 1 }])).toEqual([10]);
  await stamp();
  await rollUp();
  expect(await requestCounts(system.db, 'acme', [{ code: 'LETTER', version: 1 }])).toEqual([12]);
  expect((await sums('acme')).accepted).toBe(2);
});

it('keeps intervals the longer the coarser they are', async () => {
  await make(1);
  await stamp();
  await rollUp();
  const left = async (age: string) => {
    await system.db.query(`UPDATE throughput_buckets SET bucket_start = now() - $1::interval`, { bind: [age] });
    await forgetOldIntervals(system.db);
    return (await rows<{ seconds: number }>(system.db, 'SELECT DISTINCT seconds FROM throughput_buckets ORDER BY seconds')).map(({ seconds }) => seconds);
  };
  expect(await left('3 hours')).toEqual([10, 60, 600]);
  expect(await left('4 hours')).toEqual([60, 600]);
  expect(await left('25 hours')).toEqual([600]);
  expect(await left('8 days')).toEqual([]);
});
