/**
 * The consumer runtime. Around the client's known defects it: never lets a handler's error loop inside the client, beats while a handler works
 * but not for ever, commits only what a handler finished, and builds the client's consumer anew when that one has given up or gone silent.
 */
import type { Consumer, EachBatchPayload, IHeaders, Kafka } from 'kafkajs';
import type { ConsumerOptions, EventConsumer, IncomingRecord } from '../../events/ports';
import type { Logger } from '../../platform/logging';
import type { Readiness } from '../../platform/service';
import { fromCluster, onCluster, type KafkaSettings } from './client';

/** A handler that takes longer, in ms, stops being covered by heartbeats: its partitions go to another member. */
const HANDLER_DEADLINE_MS = 60_000;
const RETRY_FIRST_MS = 200;
const RETRY_MAX_MS = 5_000;
/** The client has been seen to stall without a word: so many looks in a row without a sign of life, and it is built anew. */
const WATCH_EVERY_MS = 10_000;
const QUIET_LOOKS_MAX = 9;
/** A broker that does not answer must not hold up the rest of a stop: it takes the member off by its session timeout. In ms. */
const STOP_WITHIN_MS = 2_000;

export class KafkaEventConsumer implements EventConsumer {
  private consumer: Consumer | null = null;
  private state: 'stopped' | 'joining' | 'assigned' = 'stopped';
  private paused = false;
  private wanted = false;
  private rebuilds = 0;
  private rebuildTimer: NodeJS.Timeout | null = null;
  private watchTimer: NodeJS.Timeout | null = null;
  /** Looks of the watch since the last fetch, or the last beginning or end of a handler. */
  private quietLooks = 0;
  private readonly failures = new Map<string, number>();

  constructor(
    private readonly kafka: Kafka,
    private readonly settings: KafkaSettings,
    private readonly options: ConsumerOptions,
    private readonly logger: Logger,
  ) {}

  async start(): Promise<void> {
    this.wanted = true;
    this.watchTimer = setInterval(() => this.watch(), WATCH_EVERY_MS);
    await this.build();
  }

  async stop(): Promise<void> {
    this.wanted = false;
    if (this.rebuildTimer) clearTimeout(this.rebuildTimer);
    if (this.watchTimer) clearInterval(this.watchTimer);
    const consumer = this.consumer;
    this.consumer = null;
    this.state = 'stopped';
    const late = new Promise((resolve) => setTimeout(resolve, STOP_WITHIN_MS).unref());
    await Promise.race([consumer?.disconnect(), late]);
  }

  pause(): void {
    this.paused = true;
    // A client that has not joined yet refuses, and is paused when it has.
    if (this.state === 'assigned') this.consumer?.pause(this.topics().map((topic) => ({ topic })));
  }

  resume(): void {
    this.paused = false;
    if (this.state === 'assigned') this.consumer?.resume(this.topics().map((topic) => ({ topic })));
  }

  readiness(): Readiness {
    if (this.state === 'assigned') return { ready: true };
    return { ready: false, reason: `consumer group ${this.options.groupId}: ${this.state}` };
  }

  private topics(): string[] {
    return this.options.topics.map((topic) => onCluster(this.settings, topic));
  }

  private async build(): Promise<void> {
    this.state = 'joining';
    this.quietLooks = 0;
    const consumer = this.kafka.consumer({
      groupId: onCluster(this.settings, this.options.groupId),
      sessionTimeout: this.settings.sessionTimeoutMs,
      heartbeatInterval: Math.floor(this.settings.sessionTimeoutMs / 4),
      rebalanceTimeout: Math.max(10_000, this.settings.sessionTimeoutMs),
      maxWaitTimeInMs: 500,
      maxBytesPerPartition: 1024 * 1024,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5, restartOnFailure: async () => false },
    });
    this.consumer = consumer;
    consumer.on(consumer.events.GROUP_JOIN, () => {
      if (this.consumer !== consumer) return;
      this.state = 'assigned';
      this.rebuilds = 0;
      if (this.paused) this.pause();
      this.options.onAssigned?.();
    });
    consumer.on(consumer.events.FETCH, () => {
      if (this.consumer === consumer) this.quietLooks = 0;
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (this.consumer === consumer) this.rebuild(payload.error);
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: this.topics(), fromBeginning: this.options.from === 'earliest' });
      await consumer.run({
        partitionsConsumedConcurrently: 16,
        eachBatchAutoResolve: false,
        eachBatch: (payload) => this.handle(payload),
      });
      // Stopped, or built anew, while it joined.
      if (this.consumer !== consumer) await consumer.disconnect();
    } catch (error) {
      if (this.consumer === consumer) this.rebuild(error as Error);
    }
  }

  /** The client says that it has given up, or never began: a new one takes its place after a growing pause. */
  private rebuild(error: Error): void {
    const dead = this.consumer;
    this.consumer = null;
    this.state = 'joining';
    dead?.disconnect().catch(() => undefined);
    if (!this.wanted) return;
    const delay = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.rebuilds++);
    this.logger.warn({ group: this.options.groupId, delay, reason: error.message }, 'consumer is built anew');
    this.rebuildTimer = setTimeout(() => {
      if (this.wanted) void this.build();
    }, delay);
  }

  private watch(): void {
    if (!this.consumer) return;
    this.quietLooks += 1;
    if (this.quietLooks >= QUIET_LOOKS_MAX) this.rebuild(new Error('the client neither fetches nor fails'));
  }

  private async handle({ batch, heartbeat, isRunning, isStale, resolveOffset, pause }: EachBatchPayload): Promise<void> {
    if (!isRunning() || isStale()) return;
    const key = `${batch.topic}-${batch.partition}`;
    const startedAt = Date.now();
    this.quietLooks = 0;
    const beat = setInterval(() => {
      if (Date.now() - startedAt < HANDLER_DEADLINE_MS) heartbeat().catch(() => undefined);
    }, this.settings.sessionTimeoutMs / 4);
    try {
      await this.options.handler(batch.messages.map((message) => this.incoming(batch.topic, batch.partition, message)));
      resolveOffset(batch.lastOffset());
      this.failures.delete(key);
    } catch (error) {
      // Nothing is resolved, so the same records are fetched again. The pause is this partition's alone.
      const failures = this.failures.get(key) ?? 0;
      this.failures.set(key, failures + 1);
      const delay = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** failures);
      this.logger.warn({ group: this.options.groupId, partition: key, delay, reason: (error as Error).message }, 'records will be handled again');
      const resume = pause();
      // To the client, pausing one partition ends the pause of all.
      if (this.paused) this.pause();
      setTimeout(() => {
        if (!this.paused) resume();
      }, delay);
    } finally {
      clearInterval(beat);
      this.quietLooks = 0;
    }
  }

  private incoming(topic: string, partition: number, message: EachBatchPayload['batch']['messages'][number]): IncomingRecord {
    return {
      topic: fromCluster(this.settings, topic),
      partition,
      offset: Number(message.offset),
      timestamp: Number(message.timestamp),
      key: message.key,
      value: message.value,
      headers: plainHeaders(message.headers ?? {}),
    };
  }
}

/** The client gives a header as text, bytes, or a list where it was repeated: the last one counts. */
function plainHeaders(headers: IHeaders): Record<string, Buffer> {
  const plain: Record<string, Buffer> = {};
  for (const [name, given] of Object.entries(headers)) {
    const value = Array.isArray(given) ? given.at(-1) : given;
    if (value !== undefined) plain[name] = Buffer.isBuffer(value) ? value : Buffer.from(value);
  }
  return plain;
}
