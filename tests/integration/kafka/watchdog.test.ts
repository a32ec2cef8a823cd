import { createOmsClient } from '../../../client';
import { createLogger } from '../../../platform/logging';
import { Watchdog } from '../../../adapters/kafka/watchdog';
import { TOPICS } from '../../../events/topics';
import { exampleRequest } from '../../../reference-data/example-data';
import { eventually } from '../../support/eventually';
import { countByStatus } from '../../support/invariants';
import { startSystem } from '../../support/system';

test('a process whose unread records do not move ends with 1, says why, and another goes on', async () => {
  const system = await startSystem({ roles: { gateway: 1, relay: 1, monitoring: 1, 'reference-data': 1 }, env: { KAFKA_STALL_MS: '3000' } });
  const client = createOmsClient({ url: system.gatewayUrl(), token: await system.token() });
  const deaf = await system.spawnRole('processing');
  // A handler that waits and never comes back looks from outside like a client that has stalled.
  const locks = await system.db.transaction();
  await system.db.query('LOCK TABLE engine_batches IN ACCESS EXCLUSIVE MODE', { transaction: locks });
  await client.submit({ ...exampleRequest('INVOICE', 1), format: 'PDF' });
  expect(await system.processes.exited('processing', deaf)).toMatchObject({ code: 1 });
  expect(system.processes.log('processing', deaf)).toMatch(/has 1 unread records in oms\.processing\.v1-\d and has not moved for 3000 ms/);
  await locks.rollback();
  await system.spawnRole('processing');
  await eventually('the document', async () => (await countByStatus(system)).COMPLETED === 1);
  await client.close();
  await system.stop();
}, 120_000);

describe('the watchdog', () => {
  const stalls: string[] = [];
  const quiet: string[] = [];
  const at = { committed: 5, end: 9, moved: -Infinity, paused: false, away: false, ours: true, busy: false };
  const watchdog = new Watchdog({
    groupId: 'g',
    stallMs: 600,
    logger: createLogger({ role: 'test', level: 'silent' }),
    progress: () => (at.away ? Promise.reject(new Error('away')) : Promise.resolve([{ topic: TOPICS.processing, partition: 0, begin: 0, ...at }])),
    isPaused: () => at.paused,
    isOurs: () => at.ours,
    lastMoved: () => at.moved,
    isBusy: () => at.busy,
    onQuiet: (reason) => quiet.push(reason),
    onStalled: (reason) => stalls.push(reason),
  });
  const lookTwice = async (between: () => void = () => undefined) => {
    await watchdog.look();
    await new Promise((resolve) => setTimeout(resolve, 620));
    between();
    await watchdog.look();
    return stalls.splice(0);
  };

  it('says nothing while there is progress, a handler that fails and tries again, a pause, or no Kafka to ask', async () => {
    expect(await lookTwice(() => (at.committed += 1))).toEqual([]);
    expect(await lookTwice(() => (at.moved = performance.now()))).toEqual([]);
    at.moved = -Infinity;
    at.paused = true;
    expect(await lookTwice()).toEqual([]);
    at.paused = false;
    at.away = true;
    expect(await lookTwice()).toEqual([]);
    at.away = false;
    at.ours = false;
    expect(await lookTwice()).toEqual([]);
    at.ours = true;
  });

  it('asks once for a new consumer when half of the time is over, unless a handler is at work, and then tells of records that stand still', async () => {
    expect(quiet).toEqual([]);
    const lookAfter = async (ms: number) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      await watchdog.look();
    };
    at.busy = true;
    await lookAfter(0);
    await lookAfter(320);
    expect(quiet).toEqual([]);
    at.busy = false;
    await lookAfter(0);
    await lookAfter(0);
    expect(quiet).toEqual(['3 unread records in oms.processing.v1-0 have not moved for 300 ms']);
    expect(stalls).toEqual([]);
    await lookAfter(320);
    expect(quiet).toHaveLength(1);
    expect(stalls).toHaveLength(1);
  });
});
