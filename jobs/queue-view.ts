/** The queues of the repeatable jobs, for whoever shows them. It adds nothing to them and works nothing off. */
import { Queue } from 'bullmq';
import type { Logger } from '../platform/logging';
import type { Readiness, Service } from '../platform/service';
import { askingConnection, closed } from './connection';

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
      const queue = new Queue(name, { prefix: redis.prefix, connection: askingConnection(redis.url), skipMetasUpdate: true });
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
    await closed(this.queues.map((queue) => queue.close()));
  }

  readiness(): Readiness {
    return { ready: true };
  }
}
