import { createHash } from 'node:crypto';
import { createThunderheadEngine, createTransferFolder } from '../../../adapters/thunderhead';
import { EngineCallFailed, EngineRenderFailed, type DocumentEngine, type EngineJob, type TransferFolder } from '../../../services/ports/document-engine';
import { eventually } from '../../support/eventually';
import { documents, SimulatorProcess } from './simulator-process';

let simulator: SimulatorProcess;
let engine: DocumentEngine;
let transfer: TransferFolder;
let jobs = 0;

beforeAll(async () => {
  simulator = await SimulatorProcess.start();
  engine = createThunderheadEngine(simulator.settings());
  transfer = createTransferFolder(simulator.settings());
});
afterAll(() => simulator.stop());
afterEach(() => simulator.clearFaults());

async function submit(count = 1): Promise<{ name: string; reference: string }> {
  const name = `call-${(jobs += 1)}`;
  const input = await transfer.writeInput(name, documents(count));
  return { name, reference: await engine.submitJob({ name, configuration: 'letters', input }) };
}

async function ended(reference: string): Promise<EngineJob> {
  return eventually('the job to end', async () => {
    const job = await engine.getJob(reference);
    return ['FINISHED', 'FAILED', 'CANCELLED'].includes(job.state) ? job : null;
  });
}

const CALLS: Record<string, () => Promise<unknown>> = {
  submitJob: () => submit(),
  getJob: () => engine.getJob('/one/oauth2/bulkServices/api/v9/jobs/1'),
  listJobs: () => engine.findJobs('call-1'),
  cancelJob: () => engine.cancelJob('/one/oauth2/bulkServices/api/v9/jobs/1'),
  generateDocument: () => engine.generateDocument(documents(1)[0]!, 'letters'),
};

test('a job gives a manifest in the order of its documents, and files that are documents', async () => {
  const name = 'formats-1';
  const batch = [...documents(1), ...documents(1, { format: 'HTML' }), ...documents(1, { format: 'DOCX' })];
  const reference = await engine.submitJob({ name, configuration: 'letters', input: await transfer.writeInput(name, batch) });
  expect(await ended(reference)).toMatchObject({ name, state: 'FINISHED', reference, inputNotFound: false, message: null });
  expect(await transfer.readManifest(name)).toMatchObject([
    { transactionNo: 1, ok: true, contentType: 'application/pdf', pages: 1 },
    { transactionNo: 2, ok: true, contentType: 'text/html; charset=utf-8' },
    { transactionNo: 3, ok: true, contentType: expect.stringContaining('wordprocessingml') as string },
  ]);
  expect(await engine.findJobs(name)).toMatchObject([{ reference, name, state: 'FINISHED' }]);
  expect(await transfer.inputState(name)).toBe('taken');
});

describe.each(Object.keys(CALLS))('%s', (call) => {
  test.each([
    ['an answer 503 with Retry-After', { fault: 'status', status: 503, ms: 2_000 }, { kind: 'unavailable', retryAfterMs: 2_000 }],
    ['an answer 429', { fault: 'status', status: 429 }, { kind: 'unavailable' }],
    ['an answer 401', { fault: 'status', status: 401 }, { kind: 'unavailable' }],
    ['an answer 422', { fault: 'status', status: 422 }, { kind: 'rejected' }],
    ['a redirect', { fault: 'status', status: 302 }, { kind: 'protocol' }],
    ['no answer', { fault: 'hang' }, { kind: 'timeout' }],
    ['a cut before the work', { fault: 'cut' }, { kind: 'unavailable' }],
    ['a cut after the work', { fault: 'workThenCut' }, { kind: 'unavailable' }],
  ])('meets %s with the right failure', async (_, rule, failure) => {
    await submit();
    await simulator.fault({ call, count: 1, ...rule });
    const caught: unknown = await CALLS[call]!().catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(EngineCallFailed);
    expect(caught).toMatchObject(failure);
  });
});

// Of the answer to cancelJob nothing is read but its status.
describe.each(Object.keys(CALLS).filter((call) => call !== 'cancelJob'))('%s', (call) => {
  test.each(['garbage', 'truncated'])('says so where the answer is %s', async (fault) => {
    await submit();
    await simulator.fault({ call, fault, count: 1 });
    await expect(CALLS[call]!()).rejects.toMatchObject({ name: 'EngineCallFailed', kind: 'protocol' });
  });
});

test('a job whose 201 was lost is found by its name', async () => {
  await simulator.fault({ call: 'submitJob', fault: 'workThenCut', count: 1 });
  await expect(submit()).rejects.toMatchObject({ kind: 'unavailable' });
  expect(await engine.findJobs(`call-${jobs}`)).toHaveLength(1);
  expect(await engine.findJobs('call')).toEqual([]);
});

test('a forgotten job is LOST, and cancelling it is fine', async () => {
  const { reference } = await submit();
  await simulator.fault({ call: 'getJob', fault: 'lostJob', count: 1 });
  expect(await engine.getJob(reference)).toMatchObject({ state: 'LOST' });
  expect(await engine.getJob(reference)).toMatchObject({ state: 'LOST' });
  await engine.cancelJob(reference);
});

test('a job that fails as a whole says why', async () => {
  await simulator.fault({ call: 'submitJob', fault: 'errored', count: 1 });
  const { reference } = await submit();
  expect(await ended(reference)).toMatchObject({ state: 'FAILED', inputNotFound: false, message: 'JOB_ERRORED: The job failed as a whole.' });
});

test('a document rendered on demand is the one in the ledger', async () => {
  const { bytes, contentType, pages } = await engine.generateDocument(documents(1, { requestId: 'urgent', attempt: 3 })[0]!, 'letters');
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect({ contentType, pages }).toEqual({ contentType: 'application/pdf', pages: 1 });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect((await simulator.ledger()).onDemand).toContainEqual(expect.objectContaining({ requestId: 'urgent', attempt: 3, sha256 }));
});

test('200 with an exception, and 200 with a message of type E, are failed renders', async () => {
  await simulator.fault({ call: 'generateDocument', fault: 'errored', count: 2 });
  const messages: string[] = [];
  for (let time = 0; time < 2; time += 1) {
    const caught: unknown = await CALLS['generateDocument']!().catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(EngineRenderFailed);
    messages.push((caught as Error).message);
  }
  expect(messages.map((message) => message.split(':')[0])).toEqual(['RenderException', 'RENDER_ERROR']);
});

test('a paused appliance is seen, finishes nothing, and goes on when it is resumed', async () => {
  await simulator.fault({ call: 'submitJob', fault: 'paused', count: 1 });
  const { reference } = await submit();
  expect(await engine.isAvailable()).toBe(false);
  expect(await engine.getJob(reference)).toMatchObject({ state: 'QUEUED' });
  await simulator.clearFaults();
  expect(await engine.isAvailable()).toBe(true);
  expect(await ended(reference)).toMatchObject({ state: 'FINISHED' });
});

test('an engine that is not there is unavailable', async () => {
  const nobody = createThunderheadEngine(simulator.settings({ url: 'http://127.0.0.1:1' }));
  await expect(nobody.isAvailable()).rejects.toMatchObject({ name: 'EngineCallFailed', kind: 'unavailable' });
});
