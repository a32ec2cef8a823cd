import { createOmsClient, type OmsClient } from '../../../client';
import { row, rows } from '../../../models/database';
import { createLogger } from '../../../platform/logging';
import { recoverDueErrors, releaseErrors } from '../../../services/recovery';
import { eventually } from '../../support/eventually';
import { addFault, ledgerOf, violations } from '../../support/invariants';
import { startSystem, type System } from '../../support/system';
import { allCompleted, submitLetters } from '../claims/world';
import { clearFaults, errorsOf, rendersOf, statusOf, timelineOf } from './world';

/** A deadline of half a second runs out again and again while a document of some seconds is made: a slow test must not use its attempts up. */
const POLICIES = { ENGINE_RENDER_FAILED: { maxAttempts: 1 }, MONITORING_DEADLINE: { maxAttempts: 1_000 } };

/** Without the jobs role: these tests say themselves when recovery runs. */
describe('a retry', () => {
  let system: System;
  let client: OmsClient;

  beforeAll(async () => {
    system = await startSystem({
      roles: { 'all-in-one': 1 },
      env: {
        ROLES: 'gateway,relay,processing,monitoring,reference-data',
        GATHER_MS: '100',
        MONITORING_DEADLINE_MS: '500',
        POLL_MAX_MS: '300',
        RETRY_BASE_MS: '1',
        RETRY_POLICIES: JSON.stringify(POLICIES),
      },
      simulator: { SIMULATOR_RENDERER: 'load', SIMULATOR_RENDER_MS: '5' },
    });
    client = createOmsClient({ url: system.gatewayUrl(), token: await system.token() });
  });
  afterAll(async () => {
    await client.close();
    await system.stop();
  });
  afterEach(() => clearFaults(system));

  const recover = () =>
    recoverDueErrors({
      database: system.db,
      retryPolicies: { standard: { maxAttempts: 5, baseMs: 1, capMs: 1 }, byCode: POLICIES },
      logger: createLogger({ role: 'test', level: 'silent' }),
      settings: { pageSize: 100, outboxMax: 10_000 },
    });
  const retrigger = (errorId: string) =>
    system.db.transaction((transaction) => releaseErrors(system.db, transaction, [errorId], { cause: 'RETRIGGER', actor: 'ada' }));
  const reach = (id: string, status: string) => eventually(`${id} to be ${status}`, async () => (await statusOf(system, id)) === status);
  const batchOf = (id: string) =>
    row<{ id: string; state: string }>(
      system.db,
      `SELECT b.id, b.state FROM engine_batches b JOIN document_requests r ON r.engine_batch_id = b.id WHERE r.id = $1`,
      [id],
    );

  const jobStatusOf = async (batchId: string) => (await ledgerOf(system)).jobs.find(({ name }) => name.startsWith(batchId))?.status;

  it('of documents whose job failed whole is made in halves, which do not count as attempts', async () => {
    await addFault(system, { call: 'submitJob', fault: 'errored', count: 1 });
    const ids = await submitLetters(client, 4);
    await eventually('all to have failed', async () => (await Promise.all(ids.map((id) => statusOf(system, id)))).every((status) => status === 'RETRY_SCHEDULED'));
    await eventually('all to be released', async () => {
      await recover();
      return (await rows(system.db, `SELECT 1 FROM processing_errors WHERE recovery_status = 'PENDING'`)).length === 0;
    });
    await allCompleted(system, ids);
    const sizes = await rows<{ size: number }>(system.db, `SELECT DISTINCT b.id, b.size FROM engine_batches b JOIN document_requests r ON r.engine_batch_id = b.id WHERE r.id = ANY ($1::uuid[])`, [ids]);
    expect(sizes.every(({ size }) => size <= 2)).toBe(true);
  });

  it('at MONITORING asks about the same job again, however long it takes, and makes no second document', async () => {
    await addFault(system, { call: 'render', fault: 'delay', ms: 4_000, count: 1 });
    const [id = ''] = await submitLetters(client, 1);
    await reach(id, 'RETRY_SCHEDULED');
    const before = await batchOf(id);
    const attempts = async () => {
      if ((await statusOf(system, id)) === 'RETRY_SCHEDULED') await recover();
      return (await statusOf(system, id)) === 'COMPLETED';
    };
    await eventually('it to complete', attempts, 40_000);
    expect((await batchOf(id)).id).toBe(before.id);
    expect(await rendersOf(system, [id])).toEqual([1]);
    expect((await timelineOf(system, id)).slice(2, 6)).toEqual(['GENERATING 1', 'RETRY_SCHEDULED 1', 'GENERATING 2', expect.anything()]);
    const errors = await errorsOf(system, id);
    expect(errors[0]).toMatchObject({ code: 'MONITORING_DEADLINE', retryStage: 'MONITORING' });
    expect(errors.at(-1)).toMatchObject({ recoveryStatus: 'RECOVERED' });
    expect(await violations(system)).toEqual([]);
  });

  it.each([403, 500])('at MONITORING follows also where every poll of the job is answered with %i for longer than the deadline', async (status) => {
    await addFault(system, { call: 'getJob', fault: 'status', status });
    const [id = ''] = await submitLetters(client, 1);
    await reach(id, 'RETRY_SCHEDULED');
    const [error] = await errorsOf(system, id);
    expect(error).toMatchObject({ code: 'MONITORING_DEADLINE', retryStage: 'MONITORING' });
    await clearFaults(system);
    const done = async () => {
      if ((await statusOf(system, id)) === 'RETRY_SCHEDULED') await recover();
      return (await statusOf(system, id)) === 'COMPLETED';
    };
    await eventually('it to complete', done, 40_000);
    expect(await rendersOf(system, [id])).toEqual([1]);
  });

  it('at MONITORING of a job whose files were cleared makes a new document', async () => {
    await addFault(system, { call: 'manifest', fault: 'garbage', ms: 0, count: 1 });
    const [id = ''] = await submitLetters(client, 1);
    await reach(id, 'RETRY_SCHEDULED');
    const [first] = await errorsOf(system, id);
    expect(first).toMatchObject({ code: 'MONITORING_FAILED', retryStage: 'MONITORING' });
    await system.db.query('UPDATE engine_batches SET cleared_at = now() WHERE id = $1', { bind: [(await batchOf(id)).id] });
    expect(await retrigger(first?.id ?? '')).toEqual([first?.id]);
    expect(await retrigger(first?.id ?? '')).toEqual([]);
    await eventually('the second error', async () => (await errorsOf(system, id)).at(1));
    expect((await errorsOf(system, id))[1]).toMatchObject({ code: 'ENGINE_JOB_LOST', attempt: 2 });
    await recover();
    await allCompleted(system, [id]);
  });

  it('that is awaited can be cancelled: its error is dismissed, and the engine is told once nobody waits for the job', async () => {
    await addFault(system, { call: 'render', fault: 'hang' });
    const ids = await submitLetters(client, 2);
    const [one = '', two = ''] = ids;
    await Promise.all(ids.map((id) => reach(id, 'RETRY_SCHEDULED')));
    const { id: batchId, state } = await batchOf(one);
    expect([(await batchOf(two)).id, state]).toEqual([batchId, 'CLOSED']);
    const jobStatus = () => jobStatusOf(batchId);
    await client.cancel(one);
    expect([(await batchOf(one)).state, await jobStatus()]).toEqual(['CLOSED', 'RUNNING']);
    await client.cancel(two);
    await eventually('the engine to be told', async () => (await jobStatus()) === 'CANCELLED');
    expect((await Promise.all(ids.map((id) => errorsOf(system, id)))).flat().map(({ recoveryStatus }) => recoveryStatus)).toEqual(['DISMISSED', 'DISMISSED']);
    await eventually('the batch to be closed', async () => (await batchOf(one)).state === 'CLOSED');
  });

  it('is not needed for what is cancelled while it is submitted: the engine is told as soon as it has the job', async () => {
    await addFault(system, { call: 'submitJob', fault: 'delay', ms: 1_500, count: 1 });
    await addFault(system, { call: 'render', fault: 'hang' });
    const [id = ''] = await submitLetters(client, 1);
    await reach(id, 'PROCESSING');
    await client.cancel(id);
    const { id: batchId } = await batchOf(id);
    await eventually('the engine to be told', async () => (await jobStatusOf(batchId)) === 'CANCELLED');
    expect(await timelineOf(system, id)).toEqual(['ACCEPTED 1', 'PROCESSING 1', 'CANCELLED 1']);
    expect(await errorsOf(system, id)).toEqual([]);
  });
});
