import { addFault, ledgerOf } from '../../support/invariants';
import type { System } from '../../support/system';
import type { OmsClient } from '../../../client';
import { allCompleted, startWorld, submitLetters } from './world';

describe('a processing consumer killed while it brings a batch to the engine', () => {
  let system: System;
  let client: OmsClient;

  beforeAll(async () => {
    ({ system, client } = await startWorld());
  });
  afterAll(async () => {
    await client.close();
    await system.stop();
  });

  it.each([
    ['before the claim commits', 'claim:before-commit'],
    ['between claim and file', 'claim:after-commit'],
    ['between file and freeze', 'submit:after-file'],
    ['between freeze and POST', 'submit:after-freeze'],
    ['between POST and commit', 'submit:after-post'],
    ['between a withdrawal and the next number', 'submit:after-withdrawal'],
    ['after the commit, before the offset', 'submit:after-commit'],
  ])('%s: another takes over, each document is made once, none is lost', async (_when, point) => {
    if (point === 'submit:after-withdrawal') await addFault(system, { call: 'submitJob', fault: 'status', status: 503, count: 1 });
    const dying = await system.spawnRole('processing', { CRASH_AT: point });
    const ids = await submitLetters(client, 7);
    expect((await system.processes.exited('processing', dying)).signal).toBe('SIGKILL');
    const heir = await system.spawnRole('processing');
    await allCompleted(system, ids);
    await system.kill('processing', 'SIGTERM', heir);
  });

  it('leaves jobs of one name only where one of them never had its file', async () => {
    const { jobs } = await ledgerOf(system);
    const rendered = jobs.filter((job) => job.documents.length > 0).map((job) => job.name);
    expect(new Set(rendered).size).toBe(rendered.length);
  });
});
