/** Kafka restarted, its groups in turmoil, its records unreadable, doubled, out of order, read again, and gone. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Consumer, Message } from 'kafkajs';
import type { TopicRecord } from '../checker/topics';
import type { Scenario, Scene } from '../scenario';
import type { World } from '../world';

const WORK_TOPICS = ['oms.processing.v1', 'oms.processing-high.v1', 'oms.monitoring.v1'];
const GROUPS: readonly (readonly [string, string])[] = [
  ['oms-processing', 'oms.processing.v1'],
  ['oms-monitoring', 'oms.monitoring.v1'],
];
const READERS = [...GROUPS, ['oms-processing-high', 'oms.processing-high.v1']] as const;

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

export const recordsGone: Scenario = {
  name: 'records-gone',
  about: 'records of the work topics are gone before anybody has read them: the events are found to be lost, and are published again',
  async inject({ world, topics, touch, sleep }) {
    await endConsumers(world);
    await sleep(3_000);
    const admin = topics.kafka.admin();
    await admin.connect();
    try {
      for (const [group, name] of READERS) {
        const topic = topics.onCluster(name);
        const [read] = await admin.fetchOffsets({ groupId: topics.onCluster(group), topics: [topic] });
        const filled = (await admin.fetchTopicOffsets(topic)).filter(({ low, high }) => Number(high) > Number(low));
        // It refuses an empty list.
        if (filled.length > 0) await admin.deleteTopicRecords({ topic, partitions: filled.map(({ partition, high }) => ({ partition, offset: high })) });
        for (const { partition, low, high } of filled) {
          const committed = Number(read?.partitions.find((each) => each.partition === partition)?.offset ?? -1);
          touch(Number(high) - Math.max(Number(low), committed));
        }
      }
    } finally {
      await admin.disconnect();
    }
  },
};

export const readAgain: Scenario = {
  name: 'offsets-rewound',
  about: 'consumer groups are sent back to the beginning of their topics: every event is handled once more, and changes nothing',
  async inject({ world, topics, touch, sleep, untilAccepted }) {
    await untilAccepted(40);
    await sleep(1_000);
    await endConsumers(world);
    const admin = topics.kafka.admin();
    await admin.connect();
    try {
      for (const [group, topic] of READERS) {
        const groupId = topics.onCluster(group);
        // Kafka moves no group that still has members; those killed are members until their session ends.
        for (let look = 0; look < 40 && (await admin.describeGroups([groupId])).groups[0]?.members.length; look += 1) await sleep(250);
        await admin.resetOffsets({ groupId, topic: topics.onCluster(topic), earliest: true });
        touch((await admin.fetchTopicOffsets(topics.onCluster(topic))).reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0));
      }
    } finally {
      await admin.disconnect();
    }
  },
};

async function endConsumers(world: World): Promise<void> {
  for (const role of ['processing', 'monitoring'] as const) {
    for (let index = 0; index < world.count(role); index += 1) await world.system.kill(role, 'SIGKILL', index);
  }
}

export const topicsGone: Scenario = {
  name: 'topics-gone',
  about: 'the cluster has lost every topic: whoever publishes makes them anew, consumers find their way, and events that nobody can read any more are published again',
  world: { gateways: 1 },
  withoutTopics: true,
  async inject({ topics, touch, sleep }) {
    const admin = topics.kafka.admin();
    await admin.connect();
    try {
      const ours = (await admin.listTopics()).filter((topic) => topic.startsWith(topics.onCluster('')));
      await admin.deleteTopics({ topics: ours });
      touch(ours.length);
    } finally {
      await admin.disconnect();
    }
    await sleep(3_000);
  },
};
