/**
 * The consumer runtime. Around the client's known defects it: never lets a handler's error loop inside the client, beats while a handler works
 * but not for ever, commits only what a handler finished, builds the client's consumer anew when that one has given up, and says when a consumer
 * has stalled all the same.
 */
import type { Consumer, Kafka } from 'kafkajs';
import type { ConsumerOptions, EventConsumer, GroupProgress } from '../../events/ports';
import type { Logger } from '../../platform/logging';
import type { Readiness } from '../../platform/service';
import { BatchHandling } from './batch-handling';
import { onCluster, type KafkaSettings } from './client';
import { STOP_WITHIN_MS, within } from './patience';
import { Watchdog } from './watchdog';

const RETRY_FIRST_MS = 200;
const RETRY_MAX_MS = 5_000;
const MAX_WAIT_MS = 500;
const REBALANCE_TIMEOUT_MS = 10_000;
/** So many rebalances may go by before one that does not become a member is given up. */
const REBALANCES_WAITED_FOR = 3;

export interface ConsumerParts {
  readonly kafka: Kafka;
  readonly settings: KafkaSettings;
  readonly logger: Logger;
  /** Of the consumer's own group, for its watchdog. */
  readonly progress: () => Promise<GroupProgress[]>;
}

export class KafkaEventConsumer implements EventConsumer {
  private consumer: Consumer | null = null;
  /** Only then does the client take a pause. */
  private running = false;
  private state: 'stopped' | 'joining' | 'assigned' = 'stopped';
  private assignment: Readonly<Record<string, readonly number[]>> = {};
  private readonly pauses = new Set<string>();
  private wanted = false;
  private rebuilds = 0;
  private rebuildTimer: NodeJS.Timeout | null = null;
  private joinTimer: NodeJS.Timeout | null = null;
  /** When the client last came back from Kafka, by performance.now(). */
  private fetchedAt = 0;
  private readonly handling: BatchHandling;
  private readonly watchdog: Watchdog | null;

  constructor(
    private readonly parts: ConsumerParts,
    private readonly options: ConsumerOptions,
  ) {
    const { settings, logger, progress } = parts;
    const { groupId, handler, onStalled } = options;
    this.handling = new BatchHandling({
      groupId,
      handler,
      settings,
      logger,
      isPaused: () => this.pauses.size > 0,
      pauseAgain: () => this.applyPause(),
    });
    this.watchdog = onStalled
      ? new Watchdog({
          groupId,
          stallMs: settings.stallMs,
          logger,
          progress,
          isPaused: () => this.pauses.size > 0,
          isOurs: ({ topic, partition }) => this.state !== 'assigned' || (this.assignment[onCluster(settings, topic)]?.includes(partition) ?? false),
          lastMoved: ({ topic, partition }) => this.handling.lastMoved(onCluster(settings, topic), partition),
          isBusy: () => this.handling.busy,
          // One that is joining, or waits to be built anew, is on its way already.
          onQuiet: (reason) => this.state === 'assigned' && this.consumer && this.giveUp(this.consumer, new Error(reason)),
          onStalled,
        })
      : null;
  }

  start(): Promise<void> {
    this.wanted = true;
    this.watchdog?.start();
    // Joining may take long, or never end: readiness tells of it, and whatever else the process has to do goes on.
    void this.build();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.wanted = false;
    this.watchdog?.stop();
    this.handling.stop();
    if (this.rebuildTimer) clearTimeout(this.rebuildTimer);
    if (this.joinTimer) clearTimeout(this.joinTimer);
    const consumer = this.consumer;
    this.consumer = null;
    this.state = 'stopped';
    if (consumer) await within(STOP_WITHIN_MS, 'leaving the group', consumer.disconnect()).catch(() => undefined);
  }

  pause(reason: string): void {
    this.pauses.add(reason);
    this.applyPause();
  }

  resume(reason: string): void {
    if (!this.pauses.delete(reason) || this.pauses.size > 0) return;
    this.tell((consumer, topics) => consumer.resume(topics));
  }

  readiness(): Readiness {
    const { groupId } = this.options;
    if (this.state !== 'assigned') return { ready: false, reason: `consumer group ${groupId}: ${this.state}` };
    const silentMs = performance.now() - this.fetchedAt;
    const patienceMs = MAX_WAIT_MS + 2 * this.parts.settings.sessionTimeoutMs;
    if (silentMs > patienceMs && !this.handling.busy) return { ready: false, reason: `consumer group ${groupId}: nothing heard from Kafka for ${Math.round(silentMs)} ms` };
    return { ready: true };
  }

  private topics(): string[] {
    return this.options.topics.map((topic) => onCluster(this.parts.settings, topic));
  }

  /** Holds across rebalances; a consumer that is built anew is paused again once it runs. */
  private applyPause(): void {
    if (this.pauses.size > 0) this.tell((consumer, topics) => consumer.pause(topics));
  }

  private tell(order: (consumer: Consumer, topics: { topic: string }[]) => void): void {
    if (!this.running || !this.consumer) return;
    try {
      order(this.consumer, this.topics().map((topic) => ({ topic })));
    } catch (error) {
      // One that is giving up takes no orders any more; the next is told when it runs.
      this.parts.logger.debug({ group: this.options.groupId, reason: (error as Error).message }, 'the client takes no orders');
    }
  }

  private async build(): Promise<void> {
    const { kafka, settings } = this.parts;
    this.running = false;
    const consumer = kafka.consumer({
      groupId: onCluster(settings, this.options.groupId),
      sessionTimeout: settings.sessionTimeoutMs,
      heartbeatInterval: Math.floor(settings.sessionTimeoutMs / 4),
      rebalanceTimeout: this.rebalanceTimeoutMs,
      maxWaitTimeInMs: MAX_WAIT_MS,
      maxBytesPerPartition: 1024 * 1024,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5, restartOnFailure: async () => false },
    });
    this.consumer = consumer;
    this.joining(consumer);
    this.listen(consumer);
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: this.topics(), fromBeginning: this.options.from === 'earliest' });
      await consumer.run({
        partitionsConsumedConcurrently: 16,
        eachBatchAutoResolve: false,
        // What an abandoned consumer still fetches is left to the one in its place.
        eachBatch: async (payload) => (this.consumer === consumer ? this.handling.handle(payload, (error) => this.giveUp(consumer, error)) : undefined),
      });
      // Stopped, or built anew, while it joined.
      if (this.consumer !== consumer) return await consumer.disconnect();
      this.running = true;
      this.applyPause();
    } catch (error) {
      this.giveUp(consumer, error as Error);
    }
  }

  private get rebalanceTimeoutMs(): number {
    return Math.max(REBALANCE_TIMEOUT_MS, this.parts.settings.sessionTimeoutMs);
  }

  /** The client may hang on its way into the group, or while it gives up, and then it never says that it crashed. */
  private joining(consumer: Consumer): void {
    this.state = 'joining';
    if (this.joinTimer) clearTimeout(this.joinTimer);
    const withinMs = REBALANCES_WAITED_FOR * this.rebalanceTimeoutMs;
    this.joinTimer = setTimeout(() => {
      if (this.state === 'joining') this.giveUp(consumer, new Error(`not a member of the group within ${withinMs} ms`));
    }, withinMs);
  }

  private listen(consumer: Consumer): void {
    const { GROUP_JOIN, REBALANCING, FETCH, CRASH } = consumer.events;
    consumer.on(GROUP_JOIN, ({ payload }) => {
      if (this.consumer !== consumer) return;
      this.state = 'assigned';
      if (this.joinTimer) clearTimeout(this.joinTimer);
      this.assignment = payload.memberAssignment;
      this.fetchedAt = performance.now();
      this.options.onAssigned?.();
    });
    consumer.on(REBALANCING, () => {
      if (this.consumer === consumer) this.joining(consumer);
    });
    consumer.on(FETCH, () => {
      if (this.consumer !== consumer) return;
      this.fetchedAt = performance.now();
      // Joining alone proves nothing: one that joins and dies again and again must come back ever more slowly.
      this.rebuilds = 0;
    });
    consumer.on(CRASH, ({ payload }) => this.giveUp(consumer, payload.error));
  }

  /**
   * The client says that it has given up, never began, went deaf, or holds a handler that hangs: a new one takes its place after a growing pause.
   * Several may say so of the same one, and late: it is replaced once.
   */
  private giveUp(consumer: Consumer, error: Error): void {
    if (this.consumer !== consumer) return;
    this.consumer = null;
    this.running = false;
    this.state = 'joining';
    consumer.disconnect().catch(() => undefined);
    if (!this.wanted) return;
    const delay = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.rebuilds++);
    this.parts.logger.warn({ group: this.options.groupId, delay, reason: error.message }, 'consumer is built anew');
    this.rebuildTimer = setTimeout(() => {
      if (this.wanted) void this.build();
    }, delay);
  }
}
