import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigResourceTypes } from 'kafkajs';
import { eventually } from '../../support/eventually';
import { KafkaWorld, TOPIC, values } from './world';

let world: KafkaWorld;
beforeEach(async () => {
  world = await KafkaWorld.start({ KAFKA_HANDLER_DEADLINE_MS: '2000' });
});
afterEach(() => world.stop());

/** At least once each, and committed. */
async function allHandled(sent: readonly string[], handled: () => string[]): Promise<void> {
  await eventually('everything handled and committed', async () => new Set(handled()).size === sent.length && (await world.unread()) === 0, 30_000);
  expect(new Set(handled())).toEqual(new Set(sent));
}

test('a pause holds while members come and go, and while the handler of one partition that was at work fails', async () => {
  let failing = true;
  const first = await world.consume(async () => {
    if (!failing) return;
    await sleep(300);
    throw new Error('the database is away');
  });
  // One record keeps one partition at work; the others have nothing yet.
  await world.send(['one']);
  await sleep(100);
  first.consumer.pause('engine');
  first.consumer.pause('pressure');
  await sleep(500);
  failing = false;
  const sent = ['one', ...values(60)];
  await world.send(sent.slice(1));
  await sleep(1_000);
  const second = await world.consume();
  second.consumer.pause('engine');
  await second.consumer.stop();
  first.consumer.resume('pressure');
  await sleep(1_500);
  expect(first.handled).toEqual([]);
  first.consumer.resume('engine');
  await allHandled(sent, () => [...first.handled, ...second.handled]);
});

test('a handler past its deadline loses its partitions, and its records are handled again', async () => {
  let hung = 0;
  const { consumer, handled } = await world.consume(async (records) => {
    if (records.some((record) => record.value?.toString() === 'v0') && hung++ === 0) await new Promise(() => undefined);
  });
  const sent = values(30);
  await world.send(sent);
  await allHandled(sent, () => handled);
  expect(hung).toBe(2);
  expect(consumer.readiness()).toEqual({ ready: true });
});

test('members that join and leave during work lose nothing, and commit only what is done', async () => {
  const work = () => sleep(150);
  const steady = await world.consume(work);
  const all = [steady];
  const sent: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    const more = values(40, `r${round}-`);
    sent.push(...more);
    await world.send(more);
    const guest = await world.consume(work);
    all.push(guest);
    await sleep(300);
    if (round % 2 === 0) await guest.consumer.stop();
  }
  await allHandled(sent, () => all.flatMap(({ handled }) => handled));
});

test('a consumer that the client gives up comes back by itself, and is not ready meanwhile', async () => {
  const { consumer, handled } = await world.consume();
  await world.send(['before']);
  await eventually('the first record', () => handled.includes('before'));
  const { admin, topic } = await world.cluster();
  await admin.deleteTopics({ topics: [topic] });
  await eventually('a consumer that is not ready', () => !consumer.readiness().ready, 30_000);
  await admin.createTopics({ topics: [{ topic, numPartitions: 3 }], waitForLeaders: true });
  await eventually('a consumer that is ready again', () => consumer.readiness().ready, 30_000);
  await world.send(values(10, 'after'));
  await eventually('the records after', () => handled.filter((value) => value.startsWith('after')).length >= 10, 30_000);
});

test('after a send that failed the next one goes through, once, and readiness tells of both', async () => {
  const { handled } = await world.consume();
  const tooLarge = { topic: TOPIC, key: 'large', headers: {}, value: Buffer.alloc(2_000_000, 'x') };
  const failing = () => expect(world.broker.producer.send([tooLarge])).rejects.toThrow();
  await failing();
  expect(world.broker.readiness()).toEqual({ ready: false, reason: expect.stringMatching(/^nothing can be sent to Kafka: /) });
  const sent = values(20);
  await world.send(sent);
  expect(world.broker.readiness()).toEqual({ ready: true });
  await allHandled(sent, () => handled);
  expect(handled).toHaveLength(sent.length);

  // Where nothing more is to be sent, the broker is asked.
  await failing();
  expect(world.broker.readiness().ready).toBe(false);
  await eventually('readiness to come back by itself', () => world.broker.readiness().ready, 10_000);
});

test('topics take the broker’s clock: it would refuse records of a process whose own is an hour ahead', async () => {
  const { admin, topic } = await world.cluster();
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames: ['message.timestamp.type'] }],
  });
  expect(resources[0]?.configEntries[0]?.configValue).toBe('LogAppendTime');
});

test('a handler that works for longer than a session lasts keeps its membership, and its records are handled once', async () => {
  const long = await KafkaWorld.start({ KAFKA_SESSION_TIMEOUT_MS: '6000', KAFKA_HANDLER_DEADLINE_MS: '30000' });
  try {
    let joined = 0;
    const { handled } = await long.consume(() => sleep(8_000), { onAssigned: () => (joined += 1) });
    const sent = values(6);
    await long.send(sent);
    await eventually('everything handled and committed', async () => handled.length >= sent.length && (await long.unread()) === 0, 30_000);
    expect([...handled].sort()).toEqual([...sent].sort());
    expect(joined).toBe(1);
  } finally {
    await long.stop();
  }
});
