/**
 * What happens to the records of one fetch: they are handled in slices, with heartbeats during and between them; what is done is resolved, and
 * nothing goes on when the group rebalances. A handler that takes too long counts as hung.
 */
import type { EachBatchPayload, IHeaders } from 'kafkajs';
import type { ConsumerOptions, IncomingRecord } from '../../events/ports';
import { crashPoint } from '../../platform/crash-points';
import type { Logger } from '../../platform/logging';
import { fromCluster, type KafkaSettings } from './client';

/** A handler is given no more records at once, so that its work stays within the session. */
const SLICE = 500;
const RETRY_FIRST_MS = 200;
const RETRY_MAX_MS = 5_000;

export interface BatchHandlingOptions extends Pick<ConsumerOptions, 'groupId' | 'handler'> {
  readonly settings: KafkaSettings;
  readonly logger: Logger;
  /** The whole consumer is paused. */
  readonly isPaused: () => boolean;
  /** Puts the pause of the whole consumer back: pausing one partition undoes it in the client. */
  readonly pauseAgain: () => void;
}

class HandlerHung extends Error {}

export class BatchHandling {
  private readonly failures = new Map<string, number>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly movedAt = new Map<string, number>();
  private underWay = 0;

  constructor(private readonly options: BatchHandlingOptions) {}

  /** When a handler last came to an end for this partition, well or not but by itself, by performance.now(); -Infinity: never. */
  lastMoved(topic: string, partition: number): number {
    return this.movedAt.get(`${topic}-${partition}`) ?? -Infinity;
  }

  /** True while any handler is at work. */
  get busy(): boolean {
    return this.underWay > 0;
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  /** Handles a fetch. Rejects with the client's own errors alone, which make it join the group anew. `onHung` is told of a handler past its deadline. */
  async handle(payload: EachBatchPayload, onHung: (error: Error) => void): Promise<void> {
    const { batch, heartbeat, isRunning, isStale, resolveOffset } = payload;
    const key = `${batch.topic}-${batch.partition}`;
    for (let from = 0; from < batch.messages.length; from += SLICE) {
      if (!isRunning() || isStale()) return;
      // Rejects where the group rebalances or has given the partitions away: the rest is dropped, uncommitted.
      await heartbeat();
      const slice = batch.messages.slice(from, from + SLICE);
      const beats = this.beat(heartbeat);
      this.underWay += 1;
      try {
        await this.withinDeadline(this.options.handler(slice.map((message) => this.incoming(batch.topic, batch.partition, message))), key);
        this.movedAt.set(key, performance.now());
        crashPoint('consumer:before-offset-commit');
        const last = from + SLICE >= batch.messages.length ? batch.lastOffset() : slice.at(-1)?.offset;
        resolveOffset(last ?? batch.lastOffset());
        this.failures.delete(key);
      } catch (error) {
        if (error instanceof HandlerHung) return onHung(error);
        this.movedAt.set(key, performance.now());
        return this.again(payload, key, error as Error);
      } finally {
        this.underWay -= 1;
        beats.stop();
      }
      if (beats.failure) throw beats.failure;
    }
  }

  /** Beats while a handler works. Ends with the deadline of handlers, since those stop a hung one. */
  private beat(heartbeat: () => Promise<void>): { failure: Error | null; stop(): void } {
    const timer = setInterval(() => {
      heartbeat().catch((error: unknown) => {
        beats.failure = error as Error;
      });
    }, this.options.settings.sessionTimeoutMs / 4);
    const beats = { failure: null as Error | null, stop: () => clearInterval(timer) };
    return beats;
  }

  private async withinDeadline(work: Promise<void>, key: string): Promise<void> {
    const { handlerDeadlineMs } = this.options.settings;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new HandlerHung(`the handler of ${key} did not end within ${handlerDeadlineMs} ms`)), handlerDeadlineMs);
    });
    try {
      await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Nothing is resolved, so the same records are fetched again. The pause is this partition's alone. */
  private again({ pause }: EachBatchPayload, key: string, error: Error): void {
    const failures = this.failures.get(key) ?? 0;
    this.failures.set(key, failures + 1);
    const delay = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** failures);
    this.options.logger.warn({ group: this.options.groupId, partition: key, delay, reason: error.message }, 'records will be handled again');
    const resume = pause();
    if (this.options.isPaused()) this.options.pauseAgain();
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      if (!this.options.isPaused()) resume();
    }, delay);
    this.timers.add(timer);
  }

  private incoming(topic: string, partition: number, message: EachBatchPayload['batch']['messages'][number]): IncomingRecord {
    return {
      topic: fromCluster(this.options.settings, topic),
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
