import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createThunderheadEngine, createTransferFolder } from '../../../adapters/thunderhead';
import type { DocumentEngine, EngineJob, TransferFolder } from '../../../services/ports/document-engine';
import { eventually } from '../../support/eventually';
import { documents, SimulatorProcess } from './simulator-process';

async function withSimulator(
  env: Record<string, string>,
  body: (parts: { simulator: SimulatorProcess; engine: DocumentEngine; transfer: TransferFolder }) => Promise<void>,
): Promise<void> {
  const simulator = await SimulatorProcess.start(env);
  try {
    await body({ simulator, engine: createThunderheadEngine(simulator.settings()), transfer: createTransferFolder(simulator.settings()) });
  } finally {
    await simulator.stop();
  }
}

async function ended(engine: DocumentEngine, reference: string): Promise<EngineJob> {
  return eventually('the job to end', async () => {
    const job = await engine.getJob(reference);
    return ['FINISHED', 'FAILED', 'CANCELLED'].includes(job.state) ? job : null;
  });
}

test('jobs go on after the engine was killed again and again, and no document is rendered twice', async () => {
  await withSimulator({ SIMULATOR_RENDER_MS: '600' }, async ({ simulator, engine, transfer }) => {
    const names = ['k-1', 'k-2', 'k-3'];
    const references: string[] = [];
    for (const name of names) {
      const input = await transfer.writeInput(name, documents(200));
      references.push(await engine.submitJob({ name, configuration: 'letters', input }));
    }
    for (const ms of [1, 60, 150, 250]) {
      await sleep(ms);
      await simulator.kill();
      await simulator.restart();
    }
    for (const reference of references) expect(await ended(engine, reference)).toMatchObject({ state: 'FINISHED' });

    const { jobs } = await simulator.ledger();
    expect(jobs.map((job) => [job.name, job.documents.map((document) => document.transactionNo)])).toEqual(
      names.map((name) => [name, Array.from({ length: 200 }, (_, index) => index + 1)]),
    );
    for (const job of jobs) {
      const manifest = await transfer.readManifest(job.name);
      for (const [index, entry] of manifest.entries()) {
        const bytes = await readFile(transfer.outputFile(job.name, entry.ok ? entry.file : ''));
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(job.documents[index]?.sha256);
      }
    }
  });
});

test('of a withdrawal and a job that race for one input exactly one wins', async () => {
  await withSimulator({}, async ({ simulator, engine, transfer }) => {
    const wins = { withdrawn: 0, taken: 0 };
    for (let round = 1; round <= 80; round += 1) {
      const name = `race-${round}`;
      const input = await transfer.writeInput(name, documents(1));
      const [reference, outcome] = await Promise.all([
        engine.submitJob({ name, configuration: 'letters', input }),
        sleep(round % 5).then(() => transfer.withdraw(name)),
      ]);
      const job = await ended(engine, reference);
      if (outcome === 'absent') throw new Error('neither could be seen');
      wins[outcome] += 1;
      expect([outcome, job.state, job.inputNotFound]).toEqual(
        outcome === 'taken' ? ['taken', 'FINISHED', false] : ['withdrawn', 'FAILED', true],
      );
      expect(await transfer.withdraw(name)).toBe(outcome);
      expect(await transfer.inputState(name)).toBe(outcome);
    }
    expect(Math.min(wins.taken, wins.withdrawn)).toBeGreaterThan(0);
    expect((await simulator.ledger()).jobs.filter((job) => job.documents.length > 0)).toHaveLength(wins.taken);
  });
});

test('of two jobs for one input only one renders, also when the engine is killed in between', async () => {
  await withSimulator({ SIMULATOR_RENDER_MS: '300' }, async ({ simulator, engine, transfer }) => {
    const input = await transfer.writeInput('twice-1', documents(20));
    const job = { name: 'twice-1', configuration: 'letters', input };
    const references = [await engine.submitJob(job), await engine.submitJob(job)];
    await simulator.kill();
    await simulator.restart();
    const states = await Promise.all(references.map((reference) => ended(engine, reference)));
    expect(states.map(({ state, inputNotFound }) => [state, inputNotFound])).toEqual([
      ['FINISHED', false],
      ['FAILED', true],
    ]);
    expect((await simulator.ledger()).jobs.flatMap(({ documents: rendered }) => rendered)).toHaveLength(20);
    expect(await transfer.readManifest('twice-1')).toHaveLength(20);
  });
});

test('what goes wrong with some documents of a job leaves the others whole', async () => {
  await withSimulator({}, async ({ simulator, engine, transfer }) => {
    await simulator.fault({ call: 'render', fault: 'errored', count: 2 });
    await simulator.fault({ call: 'render', fault: 'truncated', count: 1 });
    await simulator.fault({ call: 'render', fault: 'workThenCut', count: 1 });
    const input = await transfer.writeInput('some-1', documents(6));
    const reference = await engine.submitJob({ name: 'some-1', configuration: 'letters', input });
    expect(await ended(engine, reference)).toMatchObject({ state: 'FINISHED' });
    const manifest = await transfer.readManifest('some-1');
    expect(manifest.map((entry) => (entry.ok ? 'ok' : entry.message))).toEqual([
      'RENDER_ERROR: The document could not be rendered.',
      'RENDER_ERROR: The document could not be rendered.',
      expect.stringMatching(/^The rendered file holds \d+ of \d+ bytes\.$/),
      'ok',
      'ok',
      'ok',
    ]);
    const [job] = (await simulator.ledger()).jobs;
    expect(job?.documents.map((document) => document.outcome)).toEqual(['errored', 'errored', 'rendered', 'rendered', 'rendered', 'rendered']);
  });
});

test('a manifest that is late, truncated or garbage is a protocol failure until it is whole', async () => {
  await withSimulator({}, async ({ simulator, engine, transfer }) => {
    for (const fault of ['late', 'truncated', 'garbage']) {
      await simulator.fault({ call: 'manifest', fault, ms: 300, count: 1 });
      const name = `manifest-${fault}`;
      const reference = await engine.submitJob({ name, configuration: 'letters', input: await transfer.writeInput(name, documents(2)) });
      expect(await ended(engine, reference)).toMatchObject({ state: 'FINISHED' });
      await expect(transfer.readManifest(name)).rejects.toMatchObject({ name: 'EngineCallFailed', kind: 'protocol' });
      expect(await eventually('the manifest', () => transfer.readManifest(name).catch(() => null))).toHaveLength(2);
    }
  });
});

test('a job is listed only after the lag, and the ledger can be read from where one left off', async () => {
  await withSimulator({ SIMULATOR_LISTING_LAG_MS: '400' }, async ({ simulator, engine, transfer }) => {
    const submit = async (name: string) => engine.submitJob({ name, configuration: 'letters', input: await transfer.writeInput(name, documents(1)) });
    await ended(engine, await submit('lag-1'));
    expect(await engine.findJobs('lag-1')).toEqual([]);
    expect(await eventually('the job in the list', async () => (await engine.findJobs('lag-1'))[0])).toMatchObject({ state: 'FINISHED' });
    const { last } = await simulator.ledger();
    await ended(engine, await submit('lag-2'));
    expect((await simulator.ledger(last)).jobs.map((job) => [job.name, job.documents.length])).toEqual([['lag-2', 1]]);
  });
});
