/**
 * jobs/: work by the clock, on BullMQ. This file: one repeatable job. Any number of processes may run it: they upsert one and the same schedule,
 * again and again, since a Redis that lost its data has none; when it last ran is kept in Postgres, so its absence shows.
 */
import { Queue, Worker } from 'bullmq';
import type { Sequelize } from 'sequelize';
import type { Logger } from '../platform/logging';
import type { Readiness, Service } from '../platform/service';

export interface RepeatableJobOptions {
  /** Name of the queue and of the job in it. */
  readonly name: string;
  readonly everyMs: number;
  readonly redis: { readonly url: string; readonly prefix: string };
  /** One run. Must be idempotent: a run may be repeated or overlap another. The result is kept in Postgres. */
  readonly run: () => Promise<object>;
}

/** How often the schedule is put back, should Redis have lost it, in ms. */
const UPSERT_EVERY_MS = 5_000;

export class RepeatableJob implements Service {
  readonly name: string;
  private queue: Queue | null = null;
  private worker: Worker | null = null;
  private timer: NodeJS.Timeout | null = null;
  private reachable = true;

  constructor(
    private readonly db: Sequelize,
    private readonly options: RepeatableJobOptions,
    private readonly logger: Logger,
  ) {
    this.name = `job ${options.name}`;
  }

  async start(): Promise<void> {
    const { name, redis } = this.options;
    const retryStrategy = (times: number) => Math.min(5_000, times * 200);
    // Commands of a producer must not wait for a Redis that is away; a worker's blocking ones must.
    this.queue = new Queue(name, {
      prefix: redis.prefix,
      connection: { url: redis.url, enableOfflineQueue: false, maxRetriesPerRequest: 1, retryStrategy },
      defaultJobOptions: { removeOnComplete: { count: 500 }, removeOnFail: { count: 500 } },
    });
    this.worker = new Worker(name, () => this.runOnce(), {
      prefix: redis.prefix,
      connection: { url: redis.url, maxRetriesPerRequest: null, retryStrategy },
      concurrency: 1,
    });
    this.queue.on('error', (error) => this.lost(error));
    this.worker.on('error', (error) => this.lost(error));
    this.worker.on('failed', (_job, error) => this.logger.warn({ job: name, reason: error.message }, 'a job run failed'));
    await this.schedule();
    this.timer = setInterval(() => void this.schedule(), UPSERT_EVERY_MS);
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    // A Redis that is away would keep a graceful close waiting for it.
    await this.worker?.close(!this.reachable);
    await this.queue?.close();
  }

  readiness(): Readiness {
    return this.queue ? { ready: true } : { ready: false, reason: 'not started' };
  }

  private async schedule(): Promise<void> {
    try {
      await this.queue?.waitUntilReady();
      await this.queue?.upsertJobScheduler(this.options.name, { every: this.options.everyMs }, { name: this.options.name });
      this.reachable = true;
    } catch (error) {
      this.lost(error as Error);
    }
  }

  private async runOnce(): Promise<object> {
    await this.db.query(
      `INSERT INTO job_runs (job, started_at) VALUES ($1, clock_timestamp())
       ON CONFLICT (job) DO UPDATE SET started_at = excluded.started_at, finished_at = NULL`,
      { bind: [this.options.name] },
    );
    const result = await this.options.run();
    await this.db.query('UPDATE job_runs SET finished_at = clock_timestamp(), result = $2::jsonb WHERE job = $1', {
      bind: [this.options.name, JSON.stringify(result)],
    });
    return result;
  }

  /** Once per outage: the client reports every try to connect. */
  private lost(error: Error): void {
    if (this.reachable) this.logger.warn({ job: this.options.name, reason: error.message }, 'Redis is away; the job waits for it');
    this.reachable = false;
  }
}
