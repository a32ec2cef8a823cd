/** What is on a topic, read from its beginning by a group of its own. */
import { randomUUID } from 'node:crypto';
import { createKafkaBroker } from '../../adapters/kafka/broker';
import type { IncomingRecord } from '../../events/ports';
import type { TopicName } from '../../events/topics';
import { configFrom } from '../../platform/config';
import { createLogger } from '../../platform/logging';
import { eventually } from './eventually';
import type { System } from './system';

/** Everything that the topic holds when this is called. */
export async function readTopic(system: System, topic: TopicName): Promise<IncomingRecord[]> {
  const config = configFrom(system.env, 'test');
  const broker = createKafkaBroker(config.kafka, 'test', createLogger({ role: 'test', level: 'silent' }));
  const groupId = `test-${randomUUID()}`;
  const found: IncomingRecord[] = [];
  const ends = (await broker.groupProgress(groupId, [topic])).map(({ partition, end }) => ({ partition, end }));
  const consumer = broker.consumer({
    groupId,
    topics: [topic],
    from: 'earliest',
    handler: (records) => {
      found.push(...records);
      return Promise.resolve();
    },
  });
  await consumer.start();
  try {
    await eventually(`the end of ${topic}`, () =>
      ends.every(({ partition, end }) => end === 0 || found.some((record) => record.partition === partition && record.offset >= end - 1)),
    );
  } finally {
    await consumer.stop();
    await broker.deleteGroup(groupId).catch(() => undefined);
  }
  return found;
}
