import { randomBytes } from 'node:crypto';
import { CursorSealer } from '../../../feed/cursor';
import { closeErrors, type ErrorEnd } from '../../../services/recovery';
import { rows } from '../../../models/database';
import { dismissErrors, reopenErrors } from '../../../services/dismissing';
import { readRun, readRunErrors, resumeRun, retriggerErrors, stopRun } from '../../../services/retriggering';
import { stepDueRun } from '../../../services/retriggering/step';
import { startSystem, type System } from '../../support/system';
import { seedErrors, statesOf } from './seeds';

const admin = { tenant: 'acme', subject: 'ann' };

let system: System;
let ids: string[];

beforeAll(async () => {
  system = await startSystem({ roles: {}, simulator: false });
});
afterAll(() => system.stop());
afterEach(() => system.db.query('TRUNCATE retrigger_items, retrigger_runs, processing_errors, status_events, outbox_events, audit_log, circuit_states, document_requests, document_outputs CASCADE'));

/** A run over as many EXHAUSTED errors. */
async function begun(count: number, canary = 0): Promise<string> {
  ids = await seedErrors(system.db, count, { recoveryStatus: 'EXHAUSTED', status: 'FAILED' });
  const { runId } = await retriggerErrors({ database: system.db, limit: 100_000 }, admin, { filter: { ids }, note: null, dryRun: false, canary });
  return runId ?? '';
}

/** One step, now, whatever the pace says. */
async function step(perSecond = 8): Promise<boolean> {
  await system.db.query('UPDATE retrigger_runs SET next_step_at = clock_timestamp()');
  return stepDueRun(system.db, { perSecond, outboxMax: 1_000_000 });
}

const steps = async (count: number) => {
  for (let index = 0; index < count; index += 1) await step();
};

async function end(errorIds: readonly string[], as: ErrorEnd): Promise<void> {
  const states = await statesOf(system.db, errorIds);
  await system.db.transaction((transaction) => closeErrors(system.db, transaction, states.map(({ requestId }) => requestId), as, 'test'));
}

const run = async (id: string) => {
  const { state, released, recovered, failedAgain, skipped, finishedAt } = (await readRun(system.db, 'acme', id)) ?? {};
  return `${state} released ${released}: ${recovered} + ${failedAgain} + ${skipped}${finishedAt ? ', finished' : ''}`;
};
const cursors = new CursorSealer(randomBytes(32).toString('base64'));
const outcomes = async (id: string, first = 100) => (await readRunErrors({ database: system.db, cursors }, 'acme', id, first, null)).outcomes;
const retrying = async () => (await statesOf(system.db, ids)).flatMap(({ recoveryStatus }, index) => (recoveryStatus === 'RETRYING' ? [index] : []));

it('releases at its pace, in order, each with a retry event, and is DONE when each has ended', async () => {
  const id = await begun(5);
  await step();
  expect(await retrying()).toEqual([0, 1]);
  // Eight a second: after two of them the next step is due in a quarter of one.
  const due = await rows<{ ms: number }>(system.db, 'SELECT extract(epoch FROM next_step_at - clock_timestamp())::float8 * 1000 AS ms FROM retrigger_runs');
  expect(due[0]?.ms).toBeGreaterThan(100);
  expect(due[0]?.ms).toBeLessThan(251);
  expect(await stepDueRun(system.db, { perSecond: 8, outboxMax: 1_000_000 })).toBe(false);
  await steps(2);
  expect(await retrying()).toEqual([0, 1, 2, 3, 4]);
  const events = await rows(system.db, `SELECT value->>'attempt' AS attempt, value->>'cause' AS cause, value->>'actor' AS actor FROM outbox_events WHERE type = 'oms.processing.requested'`);
  expect(events).toEqual(Array.from({ length: 5 }, () => ({ attempt: '2', cause: 'RETRIGGER', actor: 'ann' })));
  await end(ids.slice(0, 3), 'RECOVERED');
  await end(ids.slice(3, 4), 'FAILED_AGAIN');
  await step();
  expect(await run(id)).toBe('RUNNING released 5: 3 + 1 + 0');
  await end(ids.slice(4), 'DISMISSED');
  await step();
  expect(await run(id)).toBe('DONE released 5: 3 + 1 + 1, finished');
  expect(await outcomes(id)).toEqual(['recovered', 'recovered', 'recovered', 'failedAgain', 'skipped']);
  expect(await outcomes(id, 1)).toEqual(['recovered']);
  expect(await step()).toBe(false);
});

it('shares its pace with other runs, and releases nothing while the engine or Kafka is out of reach', async () => {
  await begun(2);
  const first = ids;
  await begun(2);
  await system.db.query(`INSERT INTO circuit_states (api, instance, role, state) VALUES ('engine', 'p', 'processing', 'open')`);
  await step();
  await system.db.query('DELETE FROM circuit_states');
  await system.db.query('UPDATE retrigger_runs SET next_step_at = clock_timestamp()');
  await stepDueRun(system.db, { perSecond: 8, outboxMax: 0 });
  expect([await retrying(), (await statesOf(system.db, first)).map(({ recoveryStatus }) => recoveryStatus)]).toEqual([[], ['EXHAUSTED', 'EXHAUSTED']]);
  await system.db.query('UPDATE retrigger_runs SET next_step_at = clock_timestamp()');
  await stepDueRun(system.db, { perSecond: 8, outboxMax: 1_000_000 });
  const due = await rows<{ ms: number }>(system.db, 'SELECT max(extract(epoch FROM next_step_at - clock_timestamp()))::float8 * 1000 AS ms FROM retrigger_runs');
  expect(due[0]?.ms).toBeGreaterThan(300);
});

it('lets canaries go first: one that fails again stops it, and the rest keeps its recovery status and is free', async () => {
  const id = await begun(4, 2);
  await steps(2);
  expect([await retrying(), await run(id)]).toEqual([[0, 1], 'CANARY released 2: 0 + 0 + 0']);
  await end(ids.slice(0, 1), 'FAILED_AGAIN');
  await step();
  expect(await run(id)).toBe('CANARY released 2: 0 + 1 + 0');
  await end(ids.slice(1, 2), 'RECOVERED');
  await step();
  expect(await run(id)).toBe('STOPPED released 2: 1 + 1 + 0, finished');
  expect((await statesOf(system.db, ids.slice(2))).map(({ recoveryStatus, runId }) => [recoveryStatus, runId])).toEqual([['EXHAUSTED', null], ['EXHAUSTED', null]]);
  expect(await outcomes(id)).toEqual(['failedAgain', 'recovered', null, null]);
  expect(await rows(system.db, `SELECT actor, counts FROM audit_log WHERE action = 'STOP_RUN'`)).toEqual([{ actor: 'jobs', counts: { freed: 2 } }]);
});

it('goes on with the rest after canaries of which one recovered, and with the next canaries after ones that were all skipped', async () => {
  const id = await begun(5, 2);
  await step();
  await end(ids.slice(0, 2), 'DISMISSED');
  await steps(2);
  expect([await retrying(), await run(id)]).toEqual([[2, 3], 'CANARY released 4: 0 + 0 + 2']);
  await end(ids.slice(2, 3), 'RECOVERED');
  await end(ids.slice(3, 4), 'DISMISSED');
  await steps(2);
  expect([await retrying(), await run(id)]).toEqual([[4], 'RUNNING released 5: 1 + 0 + 3']);
});

it('is stopped and resumed: it takes back what is free, skips the rest, and adds up', async () => {
  const id = await begun(6);
  await step();
  expect((await stopRun(system.db, admin, id)).userErrors).toEqual([]);
  expect((await stopRun(system.db, admin, id)).userErrors).toMatchObject([{ field: ['id'], code: 'BAD_USER_INPUT', message: expect.stringContaining('STOPPED') as string }]);
  expect(await step()).toBe(false);
  await expect(stopRun(system.db, { ...admin, tenant: 'other' }, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });

  const other = await retriggerErrors({ database: system.db, limit: 100 }, admin, { filter: { ids: ids.slice(2, 3) }, note: null, dryRun: false, canary: 0 });
  await dismissErrors({ database: system.db, limit: 100 }, admin, { filter: { ids: ids.slice(3, 4) }, note: 'gone' });
  expect((await resumeRun(system.db, admin, id)).userErrors).toEqual([]);
  expect((await resumeRun(system.db, admin, id)).userErrors).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringContaining('RUNNING') as string }]);
  expect(await run(id)).toBe('RUNNING released 2: 0 + 0 + 2');
  await steps(4);
  await end(ids, 'RECOVERED');
  await steps(4);
  expect(await run(id)).toBe('DONE released 4: 4 + 0 + 2, finished');
  expect(await run(other.runId ?? '')).toBe('DONE released 1: 1 + 0 + 0, finished');
});

it('counts an error that was dismissed under it as skipped, whatever becomes of the error afterwards', async () => {
  const id = await begun(4);
  const [early = '', late = ''] = ids.slice(1, 3);
  await dismissErrors({ database: system.db, limit: 100 }, admin, { filter: { ids: [early, late] }, note: 'gone' });
  expect(await run(id)).toBe('RUNNING released 0: 0 + 0 + 2');
  await reopenErrors({ database: system.db, limit: 100 }, admin, { filter: { ids: [early] }, note: 'back' });
  const again = (errorId: string) =>
    retriggerErrors({ database: system.db, limit: 100 }, admin, { filter: { ids: [errorId] }, note: null, dryRun: false, canary: 0 });
  const other = await again(early);
  await steps(6);
  await end(ids, 'RECOVERED');
  await steps(4);
  expect(await run(id)).toBe('DONE released 2: 2 + 0 + 2, finished');
  expect(await run(other.runId ?? '')).toBe('DONE released 1: 1 + 0 + 0, finished');
  expect((await again(late)).retriggered).toBe(1);
  expect(await run(id)).toBe('DONE released 2: 2 + 0 + 2, finished');
  expect([await outcomes(id), await outcomes(other.runId ?? '')]).toEqual([['recovered', 'skipped', 'skipped', 'recovered'], ['recovered']]);
});

it('is driven by as many as like: at one pace, each error released once and none given up', async () => {
  const id = await begun(60);
  const begunAt = performance.now();
  const drive = async () => {
    while ((await readRun(system.db, 'acme', id))?.released !== 60 && performance.now() - begunAt < 20_000) await stepDueRun(system.db, { perSecond: 40, outboxMax: 1_000_000 });
  };
  await Promise.all([drive(), drive(), drive()]);
  // Six steps of ten, a quarter of a second between each two.
  expect(performance.now() - begunAt).toBeGreaterThan(1_200);
  expect(await run(id)).toBe('RUNNING released 60: 0 + 0 + 0');
  const events = await rows<{ n: number }>(system.db, `SELECT count(*) AS n FROM outbox_events WHERE type = 'oms.processing.requested'`);
  expect(events).toEqual([{ n: 60 }]);
});
