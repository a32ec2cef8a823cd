/** The queues of the repeatable jobs, for whoever shows them. It adds nothing to them and works nothing off. */
import { Queue } from 'bullmq';
import type { Logger } from '../platform/logging';
import type { Readiness, Service } from '../platform/service';

/** Every queue that a repeatable job has. That of `ledger` stays empty where no ledger is taken by the clock. */
const QUEUES = ['recovery', 'housekeeping', 'ledger', 'orphaned-outputs'] as const;

/** Whoever asks waits no longer for Redis, in ms. */
const PATIENCE_MS = 500;

export class QueueView implements Service {
  readonly name = 'queue view';
  readonly queues: readonly Queue[];
  private reachable = true;

  constructor(redis: { readonly url: string; readonly prefix: string }, logger: Logger) {
    this.queues = QUEUES.map((name) => {
      // Whoever looks must be told at once that Redis is away, not kept waiting.
      const connection = { url: redis.url, enableOfflineQueue: false, maxRetriesPerRequest: 1, retryStrategy: (times: number) => Math.min(5_000, times * 200) };
      const queue = new Queue(name, { prefix: redis.prefix, connection, skipMetasUpdate: true });
      queue.on('error', (error) => {
        if (this.reachable) logger.warn({ queue: name, reason: error.message }, 'Redis is away; the queues cannot be shown');
        this.reachable = false;
      });
      return queue;
    });
  }

  /** When this job runs next; null where Redis does not say, or not at once. */
  async nextRunAt(name: (typeof QUEUES)[number]): Promise<Date | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), PATIENCE_MS);
    });
    const asked = this.queues.find((queue) => queue.name === name)?.getJobScheduler(name);
    const scheduler = await Promise.race([asked?.catch(() => null), late]);
    clearTimeout(timer);
    return scheduler?.next ? new Date(scheduler.next) : null;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await Promise.all(this.queues.map((queue) => queue.close().catch(() => undefined)));
  }

  readiness(): Readiness {
    return { ready: true };
  }
}
