/** Sees a consumer that has gone deaf: the client stalls in silence at times. A new consumer is tried half-way; after that only a new process helps. */
import type { GroupProgress } from '../../events/ports';
import type { Logger } from '../../platform/logging';

export interface WatchdogOptions {
  readonly groupId: string;
  readonly stallMs: number;
  readonly logger: Logger;
  /** The group's progress, partition by partition. Rejects while Kafka is away. */
  readonly progress: () => Promise<GroupProgress[]>;
  /** The consumer reads nothing on purpose. */
  readonly isPaused: () => boolean;
  /** True for partitions that this consumer should be reading. */
  readonly isOurs: (partition: GroupProgress) => boolean;
  /** When records of the partition were last handled, well or not, by performance.now(). */
  readonly lastMoved: (partition: GroupProgress) => number;
  /** A handler is at work: it has a deadline of its own. */
  readonly isBusy: () => boolean;
  /** Half of the time is over, and nobody is at work. Called once for each standstill. */
  readonly onQuiet: (reason: string) => void;
  readonly onStalled: (reason: string) => void;
}

const LOOK_EVERY_MS = 10_000;

export class Watchdog {
  /** Since when a partition stands at this offset with unread records after it, by performance.now(). */
  private readonly standing = new Map<string, { committed: number | null; since: number; told: boolean }>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly options: WatchdogOptions) {}

  start(): void {
    this.timer = setInterval(() => void this.look(), Math.min(LOOK_EVERY_MS, this.options.stallMs / 4));
    this.timer.unref();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  /** One look; also for tests. Nothing can be said while the consumer is paused or Kafka is away: the time then begins anew. */
  async look(): Promise<void> {
    const { options } = this;
    const progress = options.isPaused() ? null : await options.progress().catch(() => null);
    if (!progress || options.isPaused()) return this.standing.clear();
    const now = performance.now();
    for (const partition of progress) {
      const key = `${partition.topic}-${partition.partition}`;
      const unread = partition.end - (partition.committed ?? partition.begin);
      const known = this.standing.get(key);
      if (unread <= 0 || !options.isOurs(partition)) {
        this.standing.delete(key);
      } else if (known?.committed !== partition.committed) {
        this.standing.set(key, { committed: partition.committed, since: now, told: false });
      } else {
        const stillMs = now - Math.max(known.since, options.lastMoved(partition));
        if (stillMs >= options.stallMs) return this.stalled(key, unread);
        if (stillMs < options.stallMs / 2 || known.told || options.isBusy()) continue;
        known.told = true;
        options.onQuiet(`${unread} unread records in ${key} have not moved for ${options.stallMs / 2} ms`);
      }
    }
  }

  private stalled(key: string, unread: number): void {
    const { groupId, stallMs, logger, onStalled } = this.options;
    this.stop();
    logger.error({ group: groupId, partition: key, unread }, 'the consumer has stalled');
    onStalled(`group ${groupId} has ${unread} unread records in ${key} and has not moved for ${stallMs} ms`);
  }
}
