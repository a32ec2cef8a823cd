/** What events/ and consumers/ need of a message broker. Implemented by adapters/kafka, which alone knows a Kafka client. */
import type { TopicName } from './topics';
import type { Readiness } from '../platform/service';

export interface OutgoingRecord {
  readonly topic: TopicName;
  readonly key: string | Buffer;
  readonly headers: Readonly<Record<string, string | Buffer>>;
  /** The encoded value. Null is a tombstone. */
  readonly value: Buffer | null;
}

/** Where the records of one send went: `indexes` are their places in the array sent, in the order of their offsets from `baseOffset`. */
export interface PublishedRange {
  readonly topic: TopicName;
  readonly partition: number;
  readonly baseOffset: number;
  readonly indexes: readonly number[];
}

export interface EventProducer {
  /**
   * Publishes with acknowledgement by all in-sync replicas, in order per key. Splits into produce requests below 900,000 bytes.
   * Resolves when everything is stored; rejects when that is not known, and then some of it may be stored all the same.
   */
  send(records: readonly OutgoingRecord[]): Promise<PublishedRange[]>;
}

export interface IncomingRecord {
  readonly topic: TopicName;
  readonly partition: number;
  readonly offset: number;
  /** When it was produced, ms since the epoch. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer>>;
}

/**
 * Handles records of one partition, in order. When it resolves their offsets are committed, so its whole effect must be durable by then.
 * It may be called with the same records again. A rejection is for what is away (the database): the records come again after a pause.
 * Anything wrong with a record itself is dealt with inside.
 */
export type RecordHandler = (records: readonly IncomingRecord[]) => Promise<void>;

export interface ConsumerOptions {
  readonly groupId: string;
  readonly topics: readonly TopicName[];
  /** Where a group without committed offsets begins. */
  readonly from: 'earliest' | 'latest';
  readonly handler: RecordHandler;
  /** Called after each (re)assignment of partitions, before their first records. */
  readonly onAssigned?: () => void;
  /** Called, once, when unread records have not moved for the configured time with Kafka in reach: only a new process helps. Absent: not watched. */
  readonly onStalled?: (reason: string) => void;
}

export interface EventConsumer {
  start(): Promise<void>;
  /** Waits for the handlers under way, commits what they did, leaves the group. */
  stop(): Promise<void>;
  /** Fetches nothing until every reason given has been resumed; keeps its partitions. */
  pause(reason: string): void;
  resume(reason: string): void;
  readiness(): Readiness;
}

export interface GroupProgress {
  readonly topic: TopicName;
  readonly partition: number;
  /** Offset of the next record the group will read; null where it never committed. */
  readonly committed: number | null;
  /** Offset of the oldest record still kept. */
  readonly begin: number;
  /** Offset that the next record produced will get. */
  readonly end: number;
}

export interface EventBroker {
  readonly producer: EventProducer;
  consumer(options: ConsumerOptions): EventConsumer;
  /** Creates missing topics (or, where clients may not, checks that all are there) and connects the producer. */
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  /** False from the moment that the broker is known to be out of reach. */
  readiness(): Readiness;
  groupProgress(groupId: string, topics: readonly TopicName[]): Promise<GroupProgress[]>;
  /** Forgets a group that nobody uses any more. */
  deleteGroup(groupId: string): Promise<void>;
}
