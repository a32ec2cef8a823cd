/** What a cancel means once the engine has the job, and once a request is final: through the API, against a whole system. */
import { setTimeout as delay } from 'node:timers/promises';
import { createOmsClient, type OmsClient } from '../../../client';
import { rows } from '../../../models/database';
import { eventually } from '../../support/eventually';
import { addFault, ledgerOf, violations } from '../../support/invariants';
import { startSystem, type System } from '../../support/system';
import { allCompleted, submitLetters } from '../claims/world';
import { ask } from '../gateway/client';
import { clearFaults, errorsOf, statusOf, timelineOf } from '../recovery/world';

let system: System;
let client: OmsClient;

beforeAll(async () => {
  system = await startSystem({
    env: { GATHER_MS: '100', POLL_MAX_MS: '300', RETRY_POLICIES: JSON.stringify({ ENGINE_RENDER_FAILED: { maxAttempts: 1 } }) },
    simulator: { SIMULATOR_RENDERER: 'load', SIMULATOR_RENDER_MS: '5' },
  });
  client = createOmsClient({ url: system.gatewayUrl(), token: await system.token() });
});
afterAll(async () => {
  await client.close();
  await system.stop();
});
afterEach(() => clearFaults(system));

const reach = (id: string, status: string) => eventually(`${id} to be ${status}`, async () => (await statusOf(system, id)) === status);

async function cancel(id: string) {
  const mutation = `mutation ($id: ID!) { cancelDocumentRequest(id: $id, reason: "not needed") {
    documentRequest { id status output { sizeBytes } } userErrors { field code message } } }`;
  return (await ask(system.gatewayUrl(), await system.token(), mutation, { id })).data?.cancelDocumentRequest;
}

async function outputsOf(ids: readonly string[]): Promise<string[]> {
  return (await rows<{ id: string }>(system.db, 'SELECT request_id AS id FROM document_outputs WHERE request_id = ANY ($1::uuid[])', [ids])).map(({ id }) => id);
}

/** The engine batch that these requests share. */
async function batchOf(ids: readonly string[]) {
  const found = await rows<{ id: string; state: string }>(
    system.db,
    'SELECT DISTINCT b.id, b.state FROM engine_batches b JOIN document_requests r ON r.engine_batch_id = b.id WHERE r.id = ANY ($1::uuid[])',
    [ids],
  );
  const [batch] = found;
  if (found.length !== 1 || !batch) throw new Error(`they are in ${found.length} batches`);
  return batch;
}

/** Two requests in one job, which the engine has begun and which stands still until the faults are cleared. */
async function twoGenerating(): Promise<{ ids: [string, string]; jobStatus: () => Promise<string | undefined> }> {
  await addFault(system, { call: 'render', fault: 'hang' });
  const [one = '', two = ''] = await submitLetters(client, 2);
  await Promise.all([reach(one, 'GENERATING'), reach(two, 'GENERATING')]);
  const batch = await batchOf([one, two]);
  const jobStatus = async () => (await ledgerOf(system)).jobs.find(({ name }) => name.startsWith(batch.id))?.status;
  await eventually('the engine to be at work', async () => (await jobStatus()) === 'RUNNING');
  return { ids: [one, two], jobStatus };
}

const GENERATING_THEN_CANCELLED = ['ACCEPTED 1', 'PROCESSING 1', 'GENERATING 1', 'CANCELLED 1'];

describe('a request that is GENERATING', () => {
  it('is cancelled at once; the job goes on while somebody waits for it, then the engine is told, and no document appears', async () => {
    const { ids, jobStatus } = await twoGenerating();
    const [one, two] = ids;
    const cancelled = (id: string) => ({ documentRequest: { id, status: 'CANCELLED', output: null }, userErrors: [] });
    expect(await cancel(one)).toEqual(cancelled(one));
    // Longer than the longest pause between two polls: whoever polls has seen the cancel.
    await delay(700);
    expect([await jobStatus(), await statusOf(system, two)]).toEqual(['RUNNING', 'GENERATING']);
    expect(await cancel(two)).toEqual(cancelled(two));
    await eventually('the engine to be told', async () => (await jobStatus()) === 'CANCELLED');
    await eventually('the batch to be closed', async () => (await batchOf(ids)).state === 'CLOSED');
    await clearFaults(system);
    await delay(700);
    expect(await Promise.all(ids.map((id) => timelineOf(system, id)))).toEqual([GENERATING_THEN_CANCELLED, GENERATING_THEN_CANCELLED]);
    expect(await outputsOf(ids)).toEqual([]);
    expect((await Promise.all(ids.map((id) => errorsOf(system, id)))).flat()).toEqual([]);
    expect(await violations(system)).toEqual([]);
  });

  it('gets no document although the job made one, and the others of the job get theirs', async () => {
    const { ids, jobStatus } = await twoGenerating();
    const [one, two] = ids;
    await cancel(one);
    await clearFaults(system);
    await allCompleted(system, [two]);
    expect(await jobStatus()).toBe('FINISHED');
    expect(await timelineOf(system, one)).toEqual(GENERATING_THEN_CANCELLED);
    expect(await outputsOf(ids)).toEqual([two]);
  });
});

describe('a request that is final', () => {
  /** The answer names the state, and nothing has changed: no status, no error, no document. */
  async function isLeftAlone(id: string, status: 'COMPLETED' | 'FAILED' | 'CANCELLED'): Promise<void> {
    const seen = () => Promise.all([timelineOf(system, id), errorsOf(system, id), outputsOf([id])]);
    const before = await seen();
    expect(await cancel(id)).toMatchObject({
      documentRequest: { id, status },
      userErrors: [{ field: ['id'], code: 'ALREADY_FINAL', message: `the request is ${status} already; only one that is not final can be cancelled` }],
    });
    expect(await seen()).toEqual(before);
  }

  it('COMPLETED keeps its document', async () => {
    const [id = ''] = await submitLetters(client, 1);
    await allCompleted(system, [id]);
    await isLeftAlone(id, 'COMPLETED');
    expect(await outputsOf([id])).toEqual([id]);
  });

  it('FAILED keeps its exhausted error, for an administrator to retrigger', async () => {
    await addFault(system, { call: 'render', fault: 'errored', count: 1 });
    const [id = ''] = await submitLetters(client, 1);
    await reach(id, 'FAILED');
    await isLeftAlone(id, 'FAILED');
    expect(await errorsOf(system, id)).toMatchObject([{ code: 'ENGINE_RENDER_FAILED', recoveryStatus: 'EXHAUSTED' }]);
  });

  it('CANCELLED has one entry of it in its timeline', async () => {
    await addFault(system, { call: 'render', fault: 'hang' });
    const [id = ''] = await submitLetters(client, 1);
    await reach(id, 'GENERATING');
    await cancel(id);
    await isLeftAlone(id, 'CANCELLED');
    expect(await timelineOf(system, id)).toEqual(GENERATING_THEN_CANCELLED);
  });
});
