/** The simulator itself: what the other tests rest on. */
import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createThunderheadEngine, createTransferFolder } from '../../../adapters/thunderhead';
import { eventually } from '../../support/eventually';
import { documents, SimulatorProcess } from './simulator-process';

const CALLS = ['submitJob', 'getJob', 'listJobs', 'cancelJob', 'generateDocument', 'render', 'manifest'];
const FAULTS = ['status', 'delay', 'hang', 'cut', 'workThenCut', 'garbage', 'lostJob', 'errored', 'paused', 'late', 'truncated'];

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await SimulatorProcess.start();
});
afterAll(() => simulator.stop());

async function post(path: string, body: string): Promise<number> {
  const response = await fetch(simulator.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return response.status;
}

test('a kill between taking an input and noting it leaves the input with the job that took it', async () => {
  await simulator.kill();
  const journal = join(simulator.home, 'state', 'journal.ndjson');
  const id = readFileSync(journal, 'utf8').split('\n').length;
  const input = join(simulator.transferDir, 'in', 'torn-1');
  const text = JSON.stringify({ documents: documents(2).map((document, index) => ({ transactionNo: index + 1, ...document })) });
  mkdirSync(join(simulator.transferDir, 'in'), { recursive: true });
  writeFileSync(input, text);
  const job = { kind: 'job', name: 'torn-1', input, config: 'letters', at: Date.now() };
  const starting = { kind: 'starting', job: id, inode: statSync(input).ino };
  renameSync(input, `${input}.taken`);
  // A second job of the name, whose start found nothing; then a line that the kill tore.
  appendFileSync(journal, `${[job, starting, job].map((entry) => JSON.stringify(entry)).join('\n')}\n{"kind":"star`);
  await simulator.restart();

  const jobs = await eventually('both jobs to end', async () => {
    const named = (await simulator.ledger()).jobs.filter(({ name }) => name === 'torn-1');
    return named.every(({ status }) => ['FINISHED', 'FAILED'].includes(status)) ? named : null;
  });
  expect(jobs.map(({ status, documents: rendered }) => [status, rendered.length])).toEqual([
    ['FINISHED', 2],
    ['FAILED', 0],
  ]);
  const before = await simulator.ledger();
  await simulator.kill();
  await simulator.restart();
  expect(await simulator.ledger()).toEqual(before);
});

test('malformed bodies and inputs are refused, and the next call works', async () => {
  const bulk = '/one/oauth2/bulkServices/api/v9/jobs';
  const job = { name: 'bad-1', type: 'TRANSACTION_FILE', input: 'in/bad-1', config: 'letters' };
  const refused = [
    '{',
    '[]',
    'null',
    '"x"',
    '{}',
    JSON.stringify({ ...job, name: '../bad' }),
    JSON.stringify({ ...job, input: '/etc/passwd' }),
    JSON.stringify({ ...job, input: 'in/../../x' }),
  ];
  for (const body of refused) expect([body, await post(bulk, body)]).toEqual([body, 400]);
  for (const transactionData of ['', '%%%', Buffer.from('{"documents":[]}').toString('base64')]) {
    const body = JSON.stringify({ batchConfigResId: 'letters', transactionData, transactionDataType: 'application/json' });
    expect(await post('/one/oauth2/api/v11/job/generateDocument', body)).toBe(400);
  }
  expect(await post('/_simulator/faults', '{"call":"render","fault":"unknown"}')).toBe(400);

  const engine = createThunderheadEngine(simulator.settings());
  writeFileSync(join(simulator.transferDir, 'in', 'bad-1'), '{"documents":[{"transactionNo":0}]}');
  const reference = await engine.submitJob({ name: 'bad-1', configuration: 'letters', input: join(simulator.transferDir, 'in', 'bad-1') });
  const ended = await eventually('the job to end', async () => {
    const found = await engine.getJob(reference);
    return found.state === 'FAILED' ? found : null;
  });
  expect(ended.message).toContain('INPUT_INVALID: the transaction data is not usable at documents.0.transactionNo');
});

test('no fault at any call stops the simulator, or makes it render a document of a job twice', async () => {
  const engine = createThunderheadEngine(simulator.settings({ timeoutMs: 300, renderTimeoutMs: 300 }));
  const transfer = createTransferFolder(simulator.settings());
  for (const call of CALLS) {
    for (const fault of FAULTS) {
      const name = `${call}-${fault}`;
      await simulator.fault({ call, fault, ms: 20, count: 1 });
      const input = await transfer.writeInput(name, documents(3));
      const reference = await engine.submitJob({ name, configuration: 'letters', input }).catch(() => null);
      // What a fault makes of the answers is tested elsewhere.
      await Promise.allSettled([engine.findJobs(name), engine.generateDocument(documents(1)[0]!, 'letters')]);
      if (reference) await Promise.allSettled([engine.getJob(reference)]);
      if (reference && call === 'cancelJob') await Promise.allSettled([engine.cancelJob(reference)]);
      await simulator.clearFaults();
    }
  }
  const jobs = await eventually('all jobs to end', async () => {
    const { jobs: all } = await simulator.ledger();
    return all.every(({ status }) => !['QUEUED', 'RUNNING'].includes(status)) ? all : null;
  });
  expect(jobs.length).toBeGreaterThan(CALLS.length * FAULTS.length - 10);
  for (const { name, documents: rendered } of jobs) {
    const numbers = rendered.map(({ transactionNo }) => transactionNo);
    expect([name, numbers]).toEqual([name, [...new Set(numbers)]]);
  }
  expect(await engine.isAvailable()).toBe(true);
});
