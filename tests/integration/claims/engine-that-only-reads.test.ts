import { rows } from '../../../models/database';
import { addFault, ledgerOf } from '../../support/invariants';
import { startSystem, type System } from '../../support/system';
import { createOmsClient, type OmsClient } from '../../../client';
import { allCompleted, submitLetters } from './world';

describe('an engine that does not take its input', () => {
  let system: System;
  let client: OmsClient;

  beforeAll(async () => {
    system = await startSystem({
      env: { THUNDERHEAD_TAKES_INPUT: 'false', THUNDERHEAD_LOOKUP_GRACE_MS: '2000', SUBMIT_BACKOFF_MS: '50' },
      simulator: { SIMULATOR_TAKES_INPUT: 'false', SIMULATOR_RENDERER: 'load', SIMULATOR_RENDER_MS: '5' },
    });
    client = createOmsClient({ url: system.gatewayUrl(), token: await system.token() });
  });
  afterAll(async () => {
    await client.close();
    await system.stop();
  });

  it('is asked for the job by name when the answer to a submit was lost, and the job is adopted', async () => {
    await addFault(system, { call: 'submitJob', fault: 'workThenCut', count: 1 });
    await allCompleted(system, await submitLetters(client, 5));
    expect((await ledgerOf(system)).jobs).toHaveLength(1);
    expect(await rows(system.db, 'SELECT engine_status AS status FROM engine_batches')).toEqual([{ status: 'FINISHED' }]);
  });

  it('is asked again under the next number when it refused and shows no job', async () => {
    await addFault(system, { call: 'submitJob', fault: 'status', status: 503, count: 1 });
    await allCompleted(system, await submitLetters(client, 5));
    const names = (await ledgerOf(system)).jobs.map((job) => job.name);
    expect(names).toHaveLength(2);
    expect(names[1]).toMatch(/-2$/);
  });
});
