import Redis from 'ioredis';
import type { Caller } from '../../../domain/caller';
import { TOPICS } from '../../../events/topics';
import { row, rows } from '../../../models/database';
import { createLogger } from '../../../platform/logging';
import { cancelRequest } from '../../../services/cancelling';
import { repairLostRetryEvents } from '../../../services/housekeeping/lost-events';
import { recoverDueErrors, releaseErrors } from '../../../services/recovery';
import { CLAIM_DUE, type RecoveryDeps } from '../../../services/recovery/recover';
import { eventually } from '../../support/eventually';
import { startSystem, type System } from '../../support/system';
import { makeDueErrors } from '../../../bench/recovery/due-errors';

const PAGE = 50;

describe('a drain of many due errors', () => {
  let system: System;

  beforeAll(async () => {
    system = await startSystem({ roles: {}, simulator: false, env: { RECOVERY_MS: '300', RECOVERY_PAGE: String(PAGE) } });
  });
  afterAll(() => system.stop());

  const deps = (settings: Partial<RecoveryDeps['settings']> = {}): RecoveryDeps => ({
    database: system.db,
    retryPolicies: { standard: { maxAttempts: 3, baseMs: 100, capMs: 1_000 }, byCode: { ENGINE_JOB_LOST: { maxAttempts: 1 } } },
    logger: createLogger({ role: 'test', level: 'silent' }),
    settings: { pageSize: PAGE, outboxMax: 1_000_000, ...settings },
  });
  const released = () =>
    row<{ retrying: number; pending: number; events: number; requests: number; claimed: number; published: number }>(
      system.db,
      `SELECT (SELECT count(*) FROM processing_errors WHERE recovery_status = 'RETRYING') AS retrying,
              (SELECT count(*) FROM processing_errors WHERE recovery_status = 'PENDING') AS pending,
              (SELECT count(*) FROM outbox_events WHERE topic <> $1) AS events,
              (SELECT count(DISTINCT key) FROM outbox_events WHERE topic <> $1) AS requests,
              coalesce((SELECT sum(claimed) FROM recovery_runs), 0) AS claimed, coalesce((SELECT sum(published) FROM recovery_runs), 0) AS published`,
      [TOPICS.operations],
    );
  const whole = (count: number) => ({ retrying: count, pending: 0, events: count, requests: count, claimed: count, published: count });
  const forget = () => system.db.query('TRUNCATE document_requests, status_events, processing_errors, outbox_events, published_ranges, recovery_runs CASCADE');
  beforeEach(forget);

  it('writes one event for each, whoever works beside it', async () => {
    await makeDueErrors(system.db, { count: 1_000 });
    await makeDueErrors(system.db, { count: 3, dueInSeconds: 3_600 });
    await Promise.all([recoverDueErrors(deps()), recoverDueErrors(deps()), recoverDueErrors(deps())]);
    await recoverDueErrors(deps());
    expect(await released()).toEqual({ ...whole(1_000), pending: 3 });
    expect(await rows(system.db, 'SELECT 1 FROM recovery_runs WHERE finished_at IS NULL')).toEqual([]);
  });

  it.each(['before-commit', 'after-commit'])('goes on where a job that was killed %s left it, though Redis lost all it knew', async (point) => {
    await makeDueErrors(system.db, { count: 500 });
    const dying = await system.spawnRole('jobs', { CRASH_AT: `recovery:${point}:4` }, false);
    expect((await system.processes.exited('jobs', dying)).signal).toBe('SIGKILL');
    const done = (point === 'before-commit' ? 3 : 4) * PAGE;
    expect(await released()).toEqual({ ...whole(done), pending: 500 - done });
    const redis = new Redis(system.env.REDIS_URL ?? '');
    await redis.del(await redis.keys(`${system.id}*`));
    redis.disconnect();
    await system.restart('jobs', dying, { CRASH_AT: undefined, RECOVERY_CRON: '* * * * * *' });
    await eventually('all to be released', async () => (await released()).retrying === 500);
    await system.kill('jobs', 'SIGTERM', dying);
    expect(await released()).toEqual(whole(500));
  });

  it('meets cancels and retriggers of the same errors: nobody waits for ever, and no error is released twice', async () => {
    await makeDueErrors(system.db, { count: 200 });
    const errors = await rows<{ id: string; requestId: string }>(system.db, 'SELECT id, request_id AS "requestId" FROM processing_errors ORDER BY random()');
    const admin: Caller = { subject: 'ada', tenant: 'demo', roles: ['admin'], source: 'ADMIN', expiresAt: 0 };
    const cancelled = errors.slice(0, 120).map(({ requestId }) => cancelRequest({ database: system.db }, admin, requestId, null));
    const retriggered = [0, 1, 2, 3].map((part) =>
      system.db.transaction((transaction) =>
        releaseErrors(system.db, transaction, errors.slice(part * 40, part * 40 + 60).map(({ id }) => id).reverse(), { cause: 'RETRIGGER', actor: 'ada' }),
      ),
    );
    await Promise.all([recoverDueErrors(deps({ pageSize: 7 })), recoverDueErrors(deps({ pageSize: 9 })), ...cancelled, ...retriggered]);
    await recoverDueErrors(deps());
    const { retrying, pending, events, requests } = await released();
    expect({ retrying, pending }).toEqual({ retrying: 80, pending: 0 });
    expect(events).toBe(requests);
  });

  it('leaves errors of a run alone, ends those without an attempt left, and sends each to the topic of its retryStage', async () => {
    await makeDueErrors(system.db, { count: 2, priority: 'HIGH' });
    await makeDueErrors(system.db, { count: 2, code: 'ENGINE_JOB_LOST' });
    await makeDueErrors(system.db, { count: 2, code: 'MONITORING_DEADLINE', retryStage: 'MONITORING' });
    await system.db.query(`UPDATE document_requests SET engine_batch_id = gen_random_uuid()`);
    await makeDueErrors(system.db, { count: 2, code: 'ENGINE_TIMEOUT' });
    await system.db.query(`UPDATE processing_errors SET run_id = gen_random_uuid() WHERE code = 'ENGINE_TIMEOUT'`);
    expect(await recoverDueErrors(deps())).toEqual({ claimed: 6, published: 4, exhausted: 2 });
    const events = await rows<{ topic: string; n: number }>(
      system.db,
      `SELECT topic, count(*) AS n FROM outbox_events WHERE topic <> $1 AND value->>'attempt' = '2' AND value->>'cause' = 'RECOVERY' GROUP BY topic ORDER BY topic`,
      [TOPICS.operations],
    );
    expect(events).toEqual([{ topic: TOPICS.monitoring, n: 2 }, { topic: TOPICS.processingHigh, n: 2 }]);
    const failed = await rows(system.db, `SELECT e.recovery_status AS error FROM document_requests r JOIN processing_errors e ON e.request_id = r.id WHERE r.status = 'FAILED'`);
    expect(failed).toEqual([{ error: 'EXHAUSTED' }, { error: 'EXHAUSTED' }]);
  });

  it('stops while the outbox is full, so that submissions keep their room', async () => {
    await makeDueErrors(system.db, { count: 400 });
    const { published } = await recoverDueErrors(deps({ outboxMax: 2 * PAGE }));
    expect(published).toBeGreaterThan(0);
    expect(published).toBeLessThan(400);
  });

  it('finds retry events that were lost, and only those', async () => {
    await makeDueErrors(system.db, { count: 1 });
    await recoverDueErrors(deps());
    expect(await repairLostRetryEvents(system.db, [], 0)).toBe(0);
    const published = await row<{ id: number }>(system.db, 'DELETE FROM outbox_events WHERE topic = $1 RETURNING id', [TOPICS.processing]);
    await system.db.query(
      `INSERT INTO published_ranges (topic, partition, base_offset, ids, first_id, last_id) VALUES ($1, 0, 7, ARRAY[$2::bigint], $2, $2)`,
      { bind: [TOPICS.processing, published.id] },
    );
    const at = (committed: number) => [{ topic: TOPICS.processing, partition: 0, begin: 0, committed, end: 20 }];
    expect(await repairLostRetryEvents(system.db, at(7), 0)).toBe(0);
    expect(await repairLostRetryEvents(system.db, at(8), 0)).toBe(1);
    expect(await repairLostRetryEvents(system.db, at(8), 0)).toBe(0);
    const again = await rows(system.db, `SELECT value->>'attempt' AS attempt FROM outbox_events WHERE topic = $1`, [TOPICS.processing]);
    expect(again).toEqual([{ attempt: '2' }]);
  });

  it.each([
    ['few of many are due', [{ count: 20_000, dueInSeconds: 3_600 }, { count: 600 }]],
    ['all of many are due', [{ count: 20_000 }]],
  ])('claims by the index of due errors, with no sequential scan and no sort, where %s', async (_shape, made) => {
    for (const wanted of made) await makeDueErrors(system.db, wanted);
    const planOf = async () => {
      const plan = await rows<{ 'QUERY PLAN': string }>(system.db, `EXPLAIN ${CLAIM_DUE.replace('$1', '500')}`);
      return plan.map((line) => line['QUERY PLAN']).join('\n');
    };
    const neverAnalysed = await planOf();
    await system.db.query('ANALYZE processing_errors, document_requests');
    for (const plan of [neverAnalysed, await planOf()]) {
      expect(plan).toMatch(/Index Scan using processing_errors_due/);
      expect(plan).not.toMatch(/Seq Scan|Sort Key/);
    }
  });
});
