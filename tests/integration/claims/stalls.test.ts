import { addFault, ledgerOf, violations } from '../../support/invariants';
import { eventually } from '../../support/eventually';
import type { System } from '../../support/system';
import type { OmsClient } from '../../../client';
import { rows } from '../../../models/database';
import { allCompleted, startWorld, stalled, submitLetters } from './world';
import { doublingProxy } from './doubling-proxy';

describe('a batch whose submit has no clear answer', () => {
  let system: System;
  let client: OmsClient;

  beforeAll(async () => {
    ({ system, client } = await startWorld());
  });
  afterAll(async () => {
    await client.close();
    await system.stop();
  });

  it('is taken over twice while its holders are stalled before their POST, and their late POSTs make nothing', async () => {
    const first = await system.spawnRole('processing', { CRASH_AT: 'stop@submit:after-freeze' });
    const ids = await submitLetters(client, 5);
    await stalled(system, first);
    const second = await system.spawnRole('processing', { CRASH_AT: 'stop@submit:after-freeze' }, false);
    await stalled(system, second);
    const third = await system.spawnRole('processing');
    await allCompleted(system, ids);
    const before = (await ledgerOf(system)).jobs.length;
    await system.kill('processing', 'SIGCONT', first);
    await system.kill('processing', 'SIGCONT', second);
    await eventually('the late POSTs to reach the engine', async () => (await ledgerOf(system)).jobs.length >= before + 2);
    const { jobs } = await ledgerOf(system);
    const made = jobs.flatMap((job) => job.documents.map((document) => document.requestId)).filter((id) => ids.includes(id));
    // Each once; a busy machine may have gathered them into two batches.
    expect(made.sort()).toEqual([...ids].sort());
    expect(await violations(system)).toEqual([]);
    for (const index of [first, second, third]) await system.kill('processing', 'SIGTERM', index);
  });

  it('is adopted when the engine did the work and the 201 was lost, although the listing is late', async () => {
    await addFault(system, { call: 'submitJob', fault: 'workThenCut', count: 1 });
    await addFault(system, { call: 'listJobs', fault: 'late', ms: 2_000, count: 20 });
    const index = await system.spawnRole('processing');
    const ids = await submitLetters(client, 5);
    await allCompleted(system, ids);
    await system.kill('processing', 'SIGTERM', index);
  });

  it('is made once when the POST arrives twice and the answer names the job that came too late', async () => {
    const proxy = await doublingProxy(system.simulatorUrl);
    try {
      const index = await system.spawnRole('processing', { THUNDERHEAD_URL: proxy.url });
      const ids = await submitLetters(client, 5);
      await allCompleted(system, ids);
      expect(proxy.doubled()).toBeGreaterThan(0);
      await system.kill('processing', 'SIGTERM', index);
    } finally {
      await proxy.close();
    }
  });

  it.each(['claim:after-commit', 'submit:after-file', 'submit:after-freeze', 'submit:after-post'])(
    'drops a member that is cancelled at %s, and completes the others',
    async (point) => {
      const holder = await system.spawnRole('processing', { CRASH_AT: `stop@${point}` });
      const ids = await submitLetters(client, 4);
      await stalled(system, holder);
      const [cancelled = '', ...others] = ids;
      expect((await client.cancel(cancelled, 'sent by mistake')).status).toBe('CANCELLED');
      await system.kill('processing', 'SIGCONT', holder);
      await allCompleted(system, others);
      const timeline = await rows<{ status: string }>(system.db, 'SELECT status FROM status_events WHERE request_id = $1 ORDER BY sequence', [cancelled]);
      expect(timeline.at(-1)?.status).toBe('CANCELLED');
      await system.kill('processing', 'SIGTERM', holder);
    },
  );
});
