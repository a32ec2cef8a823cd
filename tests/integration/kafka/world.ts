/** Consumers and a producer on the real broker, with topics of their own and settings that a test chooses. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { createKafkaBroker } from '../../../adapters/kafka/broker';
import type { ConsumerOptions, EventBroker, EventConsumer, IncomingRecord, OutgoingRecord } from '../../../events/ports';
import { TOPICS } from '../../../events/topics';
import { configFrom } from '../../../platform/config';
import { createLogger } from '../../../platform/logging';
import { startSystem, type System } from '../../support/system';

export const TOPIC = TOPICS.processing;
export const GROUP = 'runtime';

export class KafkaWorld {
  private readonly consumers: EventConsumer[] = [];
  private readonly admins: Admin[] = [];

  private constructor(
    readonly system: System,
    readonly broker: EventBroker,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<KafkaWorld> {
    const system = await startSystem({ roles: {}, simulator: false });
    const config = configFrom({ ...system.env, KAFKA_SESSION_TIMEOUT_MS: '6000', ...env }, 'test');
    const broker = createKafkaBroker(config.kafka, 'test', createLogger({ role: 'test', level: 'silent' }));
    await broker.connect();
    return new KafkaWorld(system, broker);
  }

  async stop(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
    await this.broker.disconnect();
    await Promise.all(this.admins.map((admin) => admin.disconnect()));
    await this.system.stop();
  }

  /** A consumer of the topic that notes the values it handled. */
  async consume(handle: (records: readonly IncomingRecord[]) => Promise<void> = () => Promise.resolve(), options: Partial<ConsumerOptions> = {}) {
    const handled: string[] = [];
    const consumer = this.broker.consumer({
      groupId: GROUP,
      topics: [TOPIC],
      from: 'earliest',
      handler: async (records) => {
        await handle(records);
        handled.push(...records.map((record) => record.value?.toString() ?? ''));
      },
      ...options,
    });
    this.consumers.push(consumer);
    await consumer.start();
    while (!consumer.readiness().ready) await sleep(20);
    return { consumer, handled };
  }

  /** Sends values, each under a key of its own, so that they spread over the partitions. */
  async send(values: readonly string[]): Promise<void> {
    await this.broker.producer.send(values.map((value): OutgoingRecord => ({ topic: TOPIC, key: `key-${value}`, headers: {}, value: Buffer.from(value) })));
  }

  /** The cluster past our adapter, and what it calls the topic. */
  async cluster(): Promise<{ admin: Admin; topic: string }> {
    const admin = new Kafka({ brokers: (this.system.env.KAFKA_BROKERS ?? '').split(','), logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    this.admins.push(admin);
    return { admin, topic: `${this.system.env.KAFKA_PREFIX}${TOPIC}` };
  }

  /** Records that the group has not committed. */
  async unread(): Promise<number> {
    const progress = await this.broker.groupProgress(GROUP, [TOPIC]);
    return progress.reduce((sum, { begin, committed, end }) => sum + end - (committed ?? begin), 0);
  }
}

export const values = (count: number, prefix = 'v') => Array.from({ length: count }, (_, n) => `${prefix}${n}`);
