/**
 * jobs/: work by the clock, on BullMQ. This file: one repeatable job. Any number of processes may run it: they upsert one and the same schedule,
 * again and again, since a Redis that lost its data has none.
 */
import { Queue, Worker } from 'bullmq';
import type { Logger } from '../platform/logging';
import type { Readiness, Service } from '../platform/service';
import { askingConnection, closed, waitingConnection } from './connection';

export interface RepeatableJobOptions {
  /** Name of the queue and of the job in it. */
  readonly name: string;
  /** An interval in ms, or a cron pattern (UTC). */
  readonly schedule: { readonly every: number } | { readonly pattern: string };
  readonly redis: { readonly url: string; readonly prefix: string };
  /**
   * One run, which ends early when the signal says that the process stops. Must be idempotent: a run may be repeated or overlap another. The
   * result is kept with the run in Redis.
   */
  readonly run: (signal: AbortSignal) => Promise<object>;
}

/** How often the schedule is put back, should Redis have lost it, in ms. */
const UPSERT_EVERY_MS = 5_000;

export class RepeatableJob implements Service {
  readonly name: string;
  private queue: Queue | null = null;
  private worker: Worker | null = null;
  private timer: NodeJS.Timeout | null = null;
  /** Under way; with Redis away from the beginning it waits for it. */
  private scheduling: Promise<void> | null = null;
  private reachable = true;
  private readonly stopping = new AbortController();

  constructor(
    private readonly options: RepeatableJobOptions,
    private readonly logger: Logger,
  ) {
    this.name = `job ${options.name}`;
  }

  start(): Promise<void> {
    const { name, redis } = this.options;
    this.queue = new Queue(name, {
      prefix: redis.prefix,
      connection: askingConnection(redis.url),
      defaultJobOptions: { removeOnComplete: { count: 500 }, removeOnFail: { count: 500 } },
    });
    this.worker = new Worker(name, () => this.options.run(this.stopping.signal), {
      prefix: redis.prefix,
      connection: waitingConnection(redis.url),
      concurrency: 1,
    });
    this.queue.on('error', (error) => this.lost(error));
    this.worker.on('error', (error) => this.lost(error));
    this.worker.on('failed', (_job, error) => this.logger.warn({ job: name, reason: error.message }, 'a job run failed'));
    // Not waited for: a Redis that is away now must not keep the process, and what else runs in it, from starting.
    this.keepScheduled();
    this.timer = setInterval(() => this.keepScheduled(), UPSERT_EVERY_MS);
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    if (this.timer) clearInterval(this.timer);
    // A run cut off is repeated.
    if (this.worker && this.queue) await closed([this.worker.close(!this.reachable), this.queue.close()]);
  }

  readiness(): Readiness {
    return this.queue ? { ready: true } : { ready: false, reason: 'not started' };
  }

  private keepScheduled(): void {
    this.scheduling ??= this.schedule().finally(() => {
      this.scheduling = null;
    });
  }

  private async schedule(): Promise<void> {
    const { name, schedule } = this.options;
    try {
      await this.queue?.waitUntilReady();
      await this.queue?.upsertJobScheduler(name, 'every' in schedule ? schedule : { ...schedule, tz: 'UTC' }, { name });
      this.reachable = true;
    } catch (error) {
      this.lost(error as Error);
    }
  }

  /** Once per outage: the client reports every try to connect. */
  private lost(error: Error): void {
    if (this.reachable) this.logger.warn({ job: this.options.name, reason: error.message }, 'Redis is away; the job waits for it');
    this.reachable = false;
  }
}
