/** Kafka restarted, its groups in turmoil, its records unreadable, doubled and out of order. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Consumer, Message } from 'kafkajs';
import type { TopicRecord } from '../checker/topics';
import type { Scenario, Scene } from '../scenario';

const WORK_TOPICS = ['oms.processing.v1', 'oms.processing-high.v1', 'oms.monitoring.v1'];
const GROUPS: readonly (readonly [string, string])[] = [
  ['oms-processing', 'oms.processing.v1'],
  ['oms-monitoring', 'oms.monitoring.v1'],
];

export const brokerRestarted: Scenario = {
  name: 'broker-restarted',
  about: 'the Kafka broker is killed, stays away for a while, and comes back; submissions are accepted all along',
  async inject({ world, touch, sleep, accepted, violate }) {
    const [broker] = world.infrastructure.kafka;
    await broker?.crash();
    touch(1);
    const before = accepted.size;
    await sleep(3_000);
    if (accepted.size <= before) violate('nothing was accepted while Kafka was away');
    await broker?.start();
  },
};

export const rollingRestart: Scenario = {
  name: 'cluster-rolling-restart',
  about: 'three brokers, replication 3, at least 2 in sync: each is killed and started again in turn',
  world: { brokers: 3 },
  documents: 90,
  async inject({ world, chance, touch, sleep }) {
    for (const broker of chance.shuffle(world.infrastructure.kafka)) {
      await broker.crash();
      touch(1);
      await sleep(2_000);
      await broker.start();
      await sleep(4_000);
    }
  },
};

export const rebalanceStorm: Scenario = {
  name: 'rebalance-storm',
  about: 'strangers join and leave the consumer groups again and again, holding partitions for a moment and committing nothing',
  async inject({ topics, touch, sleep, chance }) {
    for (let round = 0; round < 6; round += 1) {
      const strangers = await Promise.all(GROUPS.map(([group, topic]) => join(topics.kafka.consumer.bind(topics.kafka), topics.onCluster(group), topics.onCluster(topic), () => touch(1))));
      await sleep(chance.between(200, 800));
      await Promise.all(strangers.map((stranger) => stranger.disconnect()));
    }
  },
};

async function join(make: (options: { groupId: string; sessionTimeout: number; heartbeatInterval: number }) => Consumer, groupId: string, topic: string, joined: () => void): Promise<Consumer> {
  const stranger = make({ groupId, sessionTimeout: 3_000, heartbeatInterval: 700 });
  stranger.on(stranger.events.GROUP_JOIN, joined);
  await stranger.connect();
  await stranger.subscribe({ topics: [topic], fromBeginning: true });
  await stranger.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: () => Promise.resolve() });
  return stranger;
}

export const poisoned: Scenario = {
  name: 'poison-messages',
  about: 'records that nobody can read lie on every topic: each goes to the dead letters as it came, and nothing waits behind it',
  quick: true,
  async inject(scene) {
    const sent = poison(scene.chance.between(1, 1_000_000));
    const producer = scene.topics.kafka.producer();
    await producer.connect();
    try {
      for (const topic of WORK_TOPICS) await producer.send({ topic: scene.topics.onCluster(topic), messages: sent });
      await producer.send({ topic: scene.topics.onCluster('oms.status.v1'), messages: sent });
    } finally {
      await producer.disconnect();
    }
    scene.touch(sent.length * (WORK_TOPICS.length + 1));
    await expectDeadLetters(scene, sent.length * WORK_TOPICS.length, sent);
  },
};

/** All that can be wrong with a record, each with bytes of its own. */
function poison(mark: number): Message[] {
  const headers = { ce_specversion: '1.0', ce_id: `${randomUUID()}:1`, ce_type: 'oms.processing.requested', ce_source: '/oms', ce_tenant: 'nobody', 'content-type': 'application/json' };
  return [
    { key: `poison-${mark}-1`, value: randomBytes(64) },
    { key: `poison-${mark}-2`, value: '{"half":', headers },
    { key: `poison-${mark}-3`, value: '{"requestId":"none","attempt":-1}', headers },
    { key: `poison-${mark}-4`, value: null, headers },
    { key: null, value: `poison ${mark} without a key` },
    { key: `poison-${mark}-6`, value: '{}', headers: { ...headers, ce_type: 'somebody.elses' } },
  ];
}

async function expectDeadLetters({ topics, sleep, violate }: Scene, count: number, sent: readonly Message[]): Promise<void> {
  const wanted = new Set(sent.flatMap(({ value }) => (value === null ? [] : [Buffer.from(value).toString('base64')])));
  let found: TopicRecord[] = [];
  for (let look = 0; look < 40; look += 1) {
    found = (await topics.read(['oms.dead-letter.v1'])).filter(({ value }) => value === null || wanted.has(value.toString('base64')));
    if (found.length >= count) return;
    await sleep(300);
  }
  violate(`${found.length} of ${count} poison messages are among the dead letters with their original bytes`);
}

export const repeated: Scenario = {
  name: 'repeated-and-reordered',
  about: 'every record of the work and status topics is delivered once more, in another order',
  quick: true,
  async inject({ topics, tenant, chance, touch, untilAccepted, sleep, accepted }) {
    await untilAccepted(20);
    await sleep(300);
    const producer = topics.kafka.producer();
    await producer.connect();
    try {
      const names = [...WORK_TOPICS, 'oms.status.v1'];
      const records = (await topics.read(names)).filter(({ headers }) => String(headers.ce_tenant) === tenant);
      for (const { topic, key, value, headers } of chance.shuffle(records)) await producer.send({ topic: topics.onCluster(topic), messages: [{ key, value, headers }] });
      touch(Math.min(records.length, accepted.size));
    } finally {
      await producer.disconnect();
    }
  },
};
