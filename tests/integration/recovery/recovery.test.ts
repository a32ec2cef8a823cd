import { createOmsClient, type OmsClient } from '../../../client';
import { row } from '../../../models/database';
import { eventually } from '../../support/eventually';
import { addFault } from '../../support/invariants';
import { startSystem, type System } from '../../support/system';
import { allCompleted, submitLetters } from '../claims/world';
import { errorsOf, statusOf, timelineOf } from './world';

describe('what outlives the tries in place', () => {
  let system: System;
  let client: OmsClient;

  beforeAll(async () => {
    system = await startSystem({
      env: { SUBMIT_TRIES: '1', SUBMIT_BACKOFF_MS: '10', RETRY_BASE_MS: '100', MAX_ATTEMPTS: '3', RECOVERY_MS: '200' },
      simulator: { SIMULATOR_RENDERER: 'load', SIMULATOR_RENDER_MS: '5' },
    });
    client = createOmsClient({ url: system.gatewayUrl(), token: await system.token() });
  });
  afterAll(async () => {
    await client.close();
    await system.stop();
  });

  it('is recorded, retried by the recovery job, and recovered', async () => {
    await addFault(system, { call: 'submitJob', fault: 'status', status: 503, count: 1 });
    const [id = ''] = await submitLetters(client, 1);
    await allCompleted(system, [id]);
    expect(await timelineOf(system, id)).toEqual([
      'ACCEPTED 1', 'PROCESSING 1', 'RETRY_SCHEDULED 1', 'PROCESSING 2', 'GENERATING 2', 'COMPLETED 2',
    ]);
    expect(await errorsOf(system, id)).toMatchObject([{ code: 'ENGINE_UNAVAILABLE', retryStage: 'PROCESSING', recoveryStatus: 'RECOVERED' }]);
    const run = await row<{ claimed: number }>(system.db, 'SELECT sum(claimed) AS claimed FROM recovery_runs');
    expect(run.claimed).toBe(1);
  });

  it('ends FAILED and EXHAUSTED after the last attempt, each retry that failed FAILED_AGAIN', async () => {
    await addFault(system, { call: 'submitJob', fault: 'status', status: 503, count: 3 });
    const [id = ''] = await submitLetters(client, 1);
    await eventually('it to fail', async () => (await statusOf(system, id)) === 'FAILED');
    expect(await errorsOf(system, id)).toMatchObject([
      { attempt: 1, recoveryStatus: 'FAILED_AGAIN' },
      { attempt: 2, recoveryStatus: 'FAILED_AGAIN' },
      { attempt: 3, recoveryStatus: 'EXHAUSTED' },
    ]);
  });
});
