import { setTimeout as sleep } from 'node:timers/promises';
import { createKafkaBroker } from '../../../adapters/kafka/broker';
import { TOPICS } from '../../../events/topics';
import type { ConsumerOptions, EventBroker, EventConsumer } from '../../../events/ports';
import { configFrom } from '../../../platform/config';
import { createLogger } from '../../../platform/logging';
import { testInfrastructure } from '../../support/addresses';
import { eventually } from '../../support/eventually';

describe('a consumer', () => {
  let broker: EventBroker;
  let consumer: EventConsumer;
  let group = 0;

  beforeAll(async () => {
    const { kafkaBrokers, databaseUrl, redisUrl } = testInfrastructure();
    const { kafka } = configFrom(
      {
        KAFKA_BROKERS: kafkaBrokers,
        KAFKA_PREFIX: `c${Date.now().toString(36)}.`,
        DATABASE_URL: databaseUrl,
        REDIS_URL: redisUrl,
        THUNDERHEAD_URL: 'http://127.0.0.1:1',
        REFERENCE_DATA_URL: 'http://127.0.0.1:1',
      },
      'test',
    );
    broker = createKafkaBroker(kafka, 'test', createLogger({ role: 'test', level: 'silent' }));
    await broker.connect();
  });
  afterEach(() => consumer.stop());
  afterAll(() => broker.disconnect());

  const consume = (handler: ConsumerOptions['handler']) => {
    group += 1;
    consumer = broker.consumer({ groupId: `group-${group}`, topics: [TOPICS.processing], from: 'earliest', handler });
    return consumer.start();
  };
  const send = (...keys: string[]) =>
    broker.producer.send(keys.map((key) => ({ topic: TOPICS.processing, key, headers: {}, value: Buffer.from('{}') })));

  it('that is told to pause while it joins reads nothing until it may', async () => {
    await send('a', 'b', 'c');
    const seen: string[] = [];
    const started = consume(async (records) => {
      seen.push(...records.map(({ key }) => String(key)));
      return Promise.resolve();
    });
    consumer.pause('test');
    await started;
    await sleep(1_500);
    expect(seen).toEqual([]);
    consumer.resume('test');
    await eventually('the records', () => seen.includes('a') && seen.includes('b') && seen.includes('c'));
  });

  it('stays paused when records are refused meanwhile, and reads them again afterwards', async () => {
    let refuse = true;
    let calls = 0;
    const read = new Set<string>();
    await consume(async (records) => {
      calls += 1;
      if (refuse) {
        consumer.pause('test');
        await sleep(300);
        throw new Error('what it needs is away');
      }
      for (const { key } of records) read.add(String(key));
    });
    await eventually('records to be refused', () => calls > 0);
    await sleep(1_000);
    const before = calls;
    // To every partition.
    const more = Array.from({ length: 20 }, (_, n) => `more-${n}`);
    await send(...more);
    await sleep(2_000);
    expect(calls).toBe(before);
    refuse = false;
    consumer.resume('test');
    await eventually('all of them', () => ['a', 'b', 'c', ...more].every((key) => read.has(key)));
  });
});
