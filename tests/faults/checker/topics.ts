/** What lies on the topics, read past the system's own code. */
import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, type Consumer, type IHeaders } from 'kafkajs';

export interface TopicRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

export interface StatusRecord {
  readonly eventId: string;
  readonly requestId: string;
  readonly sequence: number;
  readonly status: string;
  readonly tenant: string;
}

const WITHIN_MS = 30_000;

/** Of one system on one cluster. `brokers` are reached past every proxy. */
export class Topics {
  readonly kafka: Kafka;

  constructor(
    brokers: readonly string[],
    private readonly prefix: string,
  ) {
    this.kafka = new Kafka({ clientId: 'fault-checker', brokers: [...brokers], logLevel: logLevel.NOTHING, retry: { retries: 8, initialRetryTime: 100 } });
  }

  onCluster(name: string): string {
    return `${this.prefix}${name}`;
  }

  /** Everything that these topics hold now, each partition in order. */
  async read(names: readonly string[]): Promise<TopicRecord[]> {
    const admin = this.kafka.admin();
    const groupId = `checker-${randomUUID()}`;
    const consumer = this.kafka.consumer({ groupId, sessionTimeout: 10_000, maxWaitTimeInMs: 50, retry: { retries: 8 } });
    await admin.connect();
    try {
      const ends = new Map<string, number>();
      for (const topic of names.map((name) => this.onCluster(name))) {
        for (const { partition, high } of await admin.fetchTopicOffsets(topic)) if (Number(high) > 0) ends.set(`${topic}-${partition}`, Number(high));
      }
      const found = await drain(consumer, names.map((name) => this.onCluster(name)), ends);
      return found.map((record) => ({ ...record, topic: record.topic.slice(this.prefix.length) }));
    } finally {
      await consumer.disconnect();
      await admin.deleteGroups([groupId]).catch(() => undefined);
      await admin.disconnect();
    }
  }
}

async function drain(consumer: Consumer, topics: string[], ends: Map<string, number>): Promise<TopicRecord[]> {
  const found: TopicRecord[] = [];
  if (ends.size === 0) return found;
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the topics could not be read to their end: ${[...ends.keys()].join(', ')}`)), WITHIN_MS);
    consumer
      .run({
        autoCommit: false,
        eachBatch: ({ batch: { topic, partition, messages } }) => {
          for (const { offset, key, value, headers } of messages) found.push({ topic, partition, offset: Number(offset), key, value, headers: headers ?? {} });
          const last = messages.at(-1);
          if (last && Number(last.offset) + 1 >= (ends.get(`${topic}-${partition}`) ?? 0)) ends.delete(`${topic}-${partition}`);
          if (ends.size === 0) {
            clearTimeout(late);
            resolve();
          }
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
  return found;
}

/** What a record of the status topics says; null for one that says nothing of the kind. */
export function asStatus(record: TopicRecord): StatusRecord | null {
  try {
    const { requestId, sequence, status } = JSON.parse(String(record.value)) as { requestId: string; sequence: number; status: string };
    const header = (name: string) => String(record.headers[name] ?? '');
    return requestId && sequence ? { eventId: header('ce_id'), requestId, sequence, status, tenant: header('ce_tenant') } : null;
  } catch {
    return null;
  }
}
