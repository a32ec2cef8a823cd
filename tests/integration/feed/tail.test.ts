import type { EventBroker, EventProducer } from '../../../events/ports';
import type { FeedEvent } from '../../../feed/feed-event';
import type { FeedTail } from '../../../feed/tail';
import { rows } from '../../../models/database';
import { registry } from '../../../platform/metrics';
import { eventually } from '../../support/eventually';
import { FeedWorld, LIFE, names } from './world';

/** Everything that the tail delivers, as it comes. */
function listen(tail: FeedTail): FeedEvent[] {
  const heard: FeedEvent[] = [];
  tail.hub.attach('everything', { accept: (event) => void heard.push(event), interrupt: () => undefined });
  return heard;
}

async function deliveredFrom(source: 'kafka' | 'postgres'): Promise<number> {
  const metric = await registry.getSingleMetric('oms_feed_delivered_total')?.get();
  return metric?.values.find((each) => each.labels.source === source)?.value ?? 0;
}

describe('the tail of the feed', () => {
  let world: FeedWorld;
  beforeAll(async () => {
    world = await FeedWorld.start();
  });
  afterAll(() => world.stop());

  const inFeed = async (after: number): Promise<[string, number][]> => {
    const found = await rows<{ request: string; sequence: number }>(
      world.db,
      'SELECT request_id AS request, sequence FROM status_feed WHERE position > $1 ORDER BY position',
      [after],
    );
    return found.map((each) => [each.request, each.sequence]);
  };
  const positions = (events: readonly FeedEvent[], after: number) => {
    expect(events.map((event) => event.position)).toEqual(events.map((_, index) => after + 1 + index));
  };
  /** A tail that Kafka feeds: from its first event on, so that joining the group is over. */
  const joined = async (ringSize?: number): Promise<FeedTail> => {
    const tail = await world.tail(ringSize);
    const before = await deliveredFrom('kafka');
    await eventually('Kafka feeds the tail', async () => {
      await world.live(['ACCEPTED']);
      await world.relay();
      return (await deliveredFrom('kafka')) > before;
    });
    await eventually('the tail is up to date', async () => (await inFeed(tail.last)).length === 0);
    return tail;
  };

  it('delivers in order what three partitions bring in any, and nothing from Postgres', async () => {
    const tail = await joined();
    const [start, heard] = [tail.last, listen(tail)];
    const fromPostgres = await deliveredFrom('postgres');
    const stop = world.relaying();
    for (let batch = 0; batch < 10; batch += 1) await Promise.all(Array.from({ length: 4 }, () => world.live(LIFE)));
    await stop();
    await eventually('all is heard', () => heard.length === 160);
    positions(heard, start);
    expect(names(heard)).toEqual(await inFeed(start));
    expect((await deliveredFrom('postgres')) - fromPostgres).toBeLessThan(2);
    await tail.stop();
  });

  it('reads from Postgres what never arrives, drops what comes again, and is not held up by what cannot be read', async () => {
    const tail = await joined();
    const [start, heard] = [tail.last, listen(tail)];
    const seen: Parameters<EventProducer['send']>[0][number][] = [];
    const faulty: EventProducer = {
      send: async (records) => {
        // A third is lost, a third comes twice, old ones come again, one is garbage.
        const kept = records.flatMap((record, index) => (index % 3 === 0 ? [] : index % 3 === 1 ? [record, record] : [record]));
        seen.push(...kept);
        await world.broker.producer.send([...kept, ...seen.slice(0, 5), { ...kept[0]!, value: Buffer.from('{') }]);
        return [];
      },
    };
    for (let batch = 0; batch < 5; batch += 1) {
      await Promise.all(Array.from({ length: 3 }, () => world.live(LIFE)));
      await world.stamp();
      while ((await world.publish(faulty, 7)) > 0);
    }
    await eventually('all is heard', () => heard.length === 60);
    positions(heard, start);
    expect(names(heard)).toEqual(await inFeed(start));
    await tail.stop();
  });

  it('goes on from Postgres while nothing is published, in pages beyond its memory', async () => {
    const tail = await world.tail(10);
    const [start, heard] = [tail.last, listen(tail)];
    await world.live(['ACCEPTED']);
    await world.stamp();
    await eventually('the first is heard', () => heard.length === 1, 3_000);
    await world.db.query(
      `INSERT INTO status_events (request_id, sequence, tenant, status, attempt, cause, actor)
       SELECT r.id, n, r.tenant, 'PROCESSING', 1, 'SUBMITTED', 'me'
         FROM (SELECT id, tenant FROM document_requests ORDER BY id DESC LIMIT 1) r, generate_series(2, 2501) n`,
    );
    await world.stamp();
    await eventually('all is heard', () => heard.length === 2_501, 5_000);
    positions(heard, start);
    expect(tail.oldest).toBe(tail.last - 9);
    // Published late, all of it is old.
    await world.relay();
    await world.live(['ACCEPTED']);
    await world.relay();
    await eventually('the next is heard', () => heard.length === 2_502, 5_000);
    positions(heard, start);
    await tail.stop();
  });

  it('works without Kafka, tells apart what was purged from what is gone, and notices a feed that began anew', async () => {
    const away: EventBroker = {
      ...world.broker,
      readiness: () => ({ ready: false, reason: 'away' }),
      deleteGroup: () => Promise.resolve(),
      consumer: () => ({
        start: () => Promise.reject(new Error('away')),
        stop: () => Promise.resolve(),
        pause: () => undefined,
        resume: () => undefined,
        readiness: () => ({ ready: false, reason: 'away' }),
      }),
    };
    const tail = await world.tail(100, away);
    const heard = listen(tail);
    const purged = await world.live(LIFE);
    await world.stamp();
    await eventually('they are heard', () => heard.length === 4, 3_000);
    await world.db.query('DELETE FROM status_events WHERE request_id = $1 AND sequence = 4', { bind: [purged] });
    const kept = await world.live(LIFE);
    await world.stamp();
    await eventually('the others are heard', () => heard.length === 8, 3_000);
    expect(names(heard.slice(4))).toEqual([1, 2, 3, 4].map((sequence) => [kept, sequence]));

    let interrupted = 0;
    tail.hub.attach('everything', { accept: () => undefined, interrupt: () => (interrupted += 1) });
    await world.db.query('UPDATE feed_state SET feed_id = gen_random_uuid()');
    await eventually('the listeners are told', () => interrupted === 1, 3_000);
    await tail.stop();
  });

  it('leaves no consumer group behind', async () => {
    const tail = await joined();
    await tail.stop();
    const { groups } = await listGroups(world);
    expect(groups.filter((group) => group.includes('oms.status'))).toEqual([]);
  });
});

async function listGroups(world: FeedWorld): Promise<{ groups: string[] }> {
  const { Kafka, logLevel } = await import('kafkajs');
  const admin = new Kafka({ brokers: [world.system.env.KAFKA_BROKERS ?? ''], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const { groups } = await admin.listGroups();
    return { groups: groups.map((group) => group.groupId).filter((id) => id.startsWith(world.system.env.KAFKA_PREFIX ?? '')) };
  } finally {
    await admin.disconnect();
  }
}
