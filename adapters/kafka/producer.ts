/** Publishing: idempotent, acknowledged by all in-sync replicas, in requests that every Kafka takes. */
import { Partitioners, type Kafka, type PartitionMetadata, type Producer, type RecordMetadata } from 'kafkajs';
import type { EventProducer, OutgoingRecord, PublishedRange } from '../../events/ports';
import { groupBy } from '../../domain/group-by';
import type { Readiness } from '../../platform/service';
import { onCluster, type KafkaSettings } from './client';
import { patienceMs, STOP_WITHIN_MS, within } from './patience';
import { SendHealth } from './send-health';

/** Below 1,000,000 bytes with room for protocol overhead: Azure Event Hubs takes no more, and the client never splits a send. */
const MAX_REQUEST_BYTES = 900_000;
/** Roughly what a record costs beside key, value and headers. */
const RECORD_OVERHEAD = 70;

/** By topic as it is called on the cluster. */
type Partitions = Map<string, PartitionMetadata[]>;

/** Records of one request, each with its place among all that are sent. */
type Part = { readonly index: number; readonly record: OutgoingRecord }[];

interface Placed {
  readonly index: number;
  readonly record: OutgoingRecord;
  readonly partition: number;
}

export class KafkaEventProducer implements EventProducer {
  private current: Promise<Producer> | null = null;
  private partitions: Partitions = new Map();
  /** By topic: the last send that waits or is under way. */
  private readonly turns = new Map<string, Promise<void>>();
  private readonly choose = Partitioners.DefaultPartitioner();
  private readonly health = new SendHealth(() => this.reach());

  constructor(
    private readonly kafka: Kafka,
    private readonly settings: KafkaSettings,
    /** Makes what topics are missing: at the beginning, and again after failures, for a cluster may have lost them. */
    private readonly ensureTopics: () => Promise<void>,
  ) {}

  /** Connects, so that the first send does not wait for it. */
  async connect(): Promise<void> {
    await this.reach();
  }

  /** False while the last send failed, until one goes through or, with nothing more to send, the broker answers again. */
  readiness(): Readiness {
    return this.health.readiness();
  }

  async disconnect(): Promise<void> {
    this.health.stop();
    const current = this.current;
    this.current = null;
    // One that waits for an answer in vain would wait for it here too.
    if (current) await within(STOP_WITHIN_MS, 'disconnecting', current.then((producer) => producer.disconnect())).catch(() => undefined);
  }

  async send(records: readonly OutgoingRecord[]): Promise<PublishedRange[]> {
    return this.health.watch(async () => {
      const ranges: PublishedRange[] = [];
      const free = await this.turn(records);
      try {
        for (const part of split(records)) ranges.push(...(await this.using('a send', (producer) => this.sendPart(part, producer))));
        return ranges;
      } finally {
        free();
      }
    });
  }

  /**
   * One send at a time for each topic. The client takes sequence numbers back when an answer is lost, and a second send could be given them: the
   * broker would take its records for a repeat, and say that it has them. @returns what lets the next one in
   */
  private async turn(records: readonly OutgoingRecord[]): Promise<() => void> {
    const topics = [...new Set(records.map((record) => record.topic))];
    const before = topics.map((topic) => this.turns.get(topic) ?? Promise.resolve());
    let free: () => void = () => undefined;
    const mine = new Promise<void>((resolve) => (free = resolve));
    for (const topic of topics) this.turns.set(topic, mine);
    await Promise.all(before);
    return () => {
      for (const topic of topics) if (this.turns.get(topic) === mine) this.turns.delete(topic);
      free();
    };
  }

  private async sendPart(part: Part, opened: Promise<Producer>): Promise<PublishedRange[]> {
    const partitions = await this.learnPartitions(part);
    const placed = part.map(({ index, record }): Placed => ({ index, record, partition: this.partitionOf(record, partitions) }));
    const producer = await opened;
    const answers = await producer.sendBatch({
      acks: -1,
      timeout: this.settings.requestTimeoutMs,
      topicMessages: [...groupBy(placed, ({ record }) => record.topic)].map(([topic, messages]) => ({
        topic: onCluster(this.settings, topic),
        messages: messages.map(({ record, partition }) => ({
          key: record.key,
          value: record.value,
          headers: { ...record.headers },
          partition,
        })),
      })),
    });
    requireAll(placed, answers, this.settings);
    return answers.map(({ topicName, partition, baseOffset }) => {
      const topic = placed.find(({ record }) => onCluster(this.settings, record.topic) === topicName)?.record.topic;
      if (!topic || baseOffset === undefined) throw new Error(`the broker did not say where records of ${topicName} went`);
      return {
        topic,
        partition,
        baseOffset: Number(baseOffset),
        indexes: placed.filter((each) => each.record.topic === topic && each.partition === partition).map((each) => each.index),
      };
    });
  }

  private partitionOf(record: OutgoingRecord, partitions: Partitions): number {
    const topic = onCluster(this.settings, record.topic);
    return this.choose({
      topic,
      partitionMetadata: partitions.get(topic) ?? [],
      message: { key: record.key, value: record.value },
    });
  }

  /**
   * Records carry their partition, so that their offsets are known afterwards: that needs each topic's partitions first. @returns what is known,
   * which a new producer meanwhile does not take away.
   */
  private async learnPartitions(part: Part): Promise<Partitions> {
    const known = this.partitions;
    const unknown = [...new Set(part.map(({ record }) => onCluster(this.settings, record.topic)))].filter((topic) => !known.has(topic));
    if (unknown.length === 0) return known;
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      const { topics } = await admin.fetchTopicMetadata({ topics: unknown });
      for (const { name, partitions } of topics) known.set(name, partitions);
      return known;
    } finally {
      await admin.disconnect();
    }
  }

  private async reach(): Promise<void> {
    await this.using('connecting', (opened) => opened);
  }

  /**
   * After a failure the producer is thrown away: its sequence numbers may be given to other records after this. So is one that came to no end: a
   * connection that breaks while it is made anew can leave the client waiting for an answer for ever.
   */
  private async using<T>(what: string, work: (opened: Promise<Producer>) => Promise<T>): Promise<T> {
    const used = (this.current ??= this.open());
    // It may fail while nobody waits for it yet.
    used.catch(() => undefined);
    try {
      return await within(patienceMs(this.settings), what, work(used));
    } catch (error) {
      // Another send may have replaced it already.
      if (this.current === used) this.current = null;
      used.then((producer) => producer.disconnect()).catch(() => undefined);
      throw error;
    }
  }

  private async open(): Promise<Producer> {
    this.partitions = new Map();
    await this.ensureTopics();
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 },
    });
    await producer.connect();
    return producer;
  }
}

/**
 * Throws where the client says nothing of a partition that records were for. It leaves one out, and calls that a success, when the partition's leader
 * died during the send and the new leader had already answered for partitions of its own.
 */
function requireAll(placed: readonly Placed[], answers: readonly RecordMetadata[], settings: KafkaSettings): void {
  const answered = new Set(answers.map(({ topicName, partition }) => `${topicName}-${partition}`));
  const missing = placed.find(({ record, partition }) => !answered.has(`${onCluster(settings, record.topic)}-${partition}`));
  if (missing) throw new Error(`nothing is known of the records for ${missing.record.topic}, partition ${missing.partition}: they are sent again`);
}

/** Groups records, in order, into requests of a size that every broker takes. */
function split(records: readonly OutgoingRecord[]): Part[] {
  const parts: Part[] = [];
  let bytes = Infinity;
  records.forEach((record, index) => {
    const size = sizeOf(record);
    if (bytes + size > MAX_REQUEST_BYTES) {
      parts.push([]);
      bytes = 0;
    }
    bytes += size;
    parts.at(-1)?.push({ index, record });
  });
  return parts;
}

function sizeOf(record: OutgoingRecord): number {
  const headers = Object.entries(record.headers).reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
  return RECORD_OVERHEAD + record.key.length + (record.value?.length ?? 0) + headers;
}
