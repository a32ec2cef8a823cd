/** The broker as the rest of the system sees it: topics, producer, consumers, progress of groups. */
import type { Admin, Kafka } from 'kafkajs';
import type { ConsumerOptions, EventBroker, EventConsumer, GroupProgress } from '../../events/ports';
import { ALL_TOPICS, type TopicName } from '../../events/topics';
import type { Logger } from '../../platform/logging';
import type { Readiness } from '../../platform/service';
import { createClient, fromCluster, onCluster, type KafkaSettings } from './client';
import { KafkaEventConsumer } from './consumer';
import { patienceMs, within } from './patience';
import { KafkaEventProducer } from './producer';

/** Connects when `connect()` is called; safe to build before Kafka is there. */
export function createKafkaBroker(settings: KafkaSettings, instance: string, logger: Logger): EventBroker {
  return new KafkaBroker(createClient(settings, instance, logger), settings, logger);
}

const FORGET_WITHIN_MS = 1_500;

class KafkaBroker implements EventBroker {
  readonly producer: KafkaEventProducer;
  private connected = false;

  constructor(
    private readonly kafka: Kafka,
    private readonly settings: KafkaSettings,
    private readonly logger: Logger,
  ) {
    this.producer = new KafkaEventProducer(kafka, settings, () => this.ensureTopics());
  }

  consumer(options: ConsumerOptions): EventConsumer {
    const { kafka, settings, logger } = this;
    return new KafkaEventConsumer({ kafka, settings, logger, progress: () => this.groupProgress(options.groupId, options.topics) }, options);
  }

  async connect(): Promise<void> {
    await this.producer.connect();
    this.connected = true;
  }

  async disconnect(): Promise<void> {
    this.connected = false;
    await this.producer.disconnect();
  }

  readiness(): Readiness {
    return this.connected ? this.producer.readiness() : { ready: false, reason: 'Kafka is not connected' };
  }

  async groupProgress(groupId: string, topics: readonly TopicName[]): Promise<GroupProgress[]> {
    const read = this.withAdmin(async (admin) => {
      const names = topics.map((topic) => onCluster(this.settings, topic));
      const committed = await admin.fetchOffsets({ groupId: onCluster(this.settings, groupId), topics: names });
      const progress: GroupProgress[] = [];
      for (const { topic, partitions } of committed) {
        const bounds = new Map((await admin.fetchTopicOffsets(topic)).map((each) => [each.partition, each]));
        for (const { partition, offset } of partitions) {
          progress.push({
            topic: fromCluster(this.settings, topic),
            partition,
            committed: Number(offset) < 0 ? null : Number(offset),
            begin: Number(bounds.get(partition)?.low ?? 0),
            end: Number(bounds.get(partition)?.high ?? 0),
          });
        }
      }
      return progress;
    });
    return within(patienceMs(this.settings), 'reading the progress of a group', read);
  }

  async deleteGroup(groupId: string): Promise<void> {
    // Called at a stop, which must not wait for a broker that is away.
    await within(FORGET_WITHIN_MS, 'forgetting a group', this.withAdmin((admin) => admin.deleteGroups([onCluster(this.settings, groupId)])));
  }

  private async ensureTopics(): Promise<void> {
    await this.withAdmin(async (admin) => {
      const wanted = ALL_TOPICS.map((topic) => onCluster(this.settings, topic));
      const present = new Set(await admin.listTopics());
      const missing = wanted.filter((topic) => !present.has(topic));
      if (missing.length === 0) return;
      if (this.settings.topics === 'check') {
        throw new Error(`topics are missing and KAFKA_TOPICS=check forbids making them: ${missing.join(', ')}; create them first`);
      }
      this.logger.info({ topics: missing }, 'topics are made');
      await createTopics(admin, missing, this.settings);
    });
  }

  private async withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }
}

async function createTopics(admin: Admin, topics: string[], settings: KafkaSettings): Promise<void> {
  try {
    await admin.createTopics({
      waitForLeaders: true,
      topics: topics.map((topic) => ({
        topic,
        numPartitions: settings.partitions,
        replicationFactor: settings.replication,
        // The broker's own clock: it refuses records of a process whose clock is more than an hour ahead.
        configEntries: [{ name: 'message.timestamp.type', value: 'LogAppendTime' }],
      })),
    });
  } catch (error) {
    // Another process may have made them in the same moment: what counts is that they are there.
    const present = new Set(await admin.listTopics());
    const missing = topics.filter((topic) => !present.has(topic));
    if (missing.length > 0) throw new Error(`could not create the topics ${missing.join(', ')}`, { cause: error });
  }
}
