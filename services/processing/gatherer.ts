/**
 * Gathers events for a few milliseconds, so that one transaction claims all that came meanwhile. Events of a kind whose submit is under way are
 * gathered longer, so batches grow with load; a lone event waits for nobody, and none longer than a bound.
 */
import { kindKey } from '../../domain/engine-batch';
import type { ClaimableEvent } from './claim';

export interface GathererOptions {
  /** How long an event waits for others of its kind, in ms. */
  readonly gatherMs: number;
  /** How long it waits at most while its kind is busy, in ms. */
  readonly gatherMaxMs: number;
  /** A kind with this many events waits no longer. */
  readonly batchSize: number;
  /** Claims events; rejecting means that nothing was claimed. */
  readonly claim: (events: ClaimableEvent[]) => Promise<void>;
  /** True while a submit of this kind is under way. */
  readonly isBusy: (kind: string) => boolean;
}

interface Waiting {
  readonly event: ClaimableEvent;
  readonly since: number;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** One claim takes no more than this, so that its transaction stays short. */
const CLAIM_MAX = 2_000;

export class Gatherer {
  private readonly kinds = new Map<string, Waiting[]>();
  private claiming = false;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly options: GathererOptions) {}

  /** Resolves when every event has been claimed, or was found to need nothing; rejects when the claim could not be made. */
  add(events: readonly ClaimableEvent[]): Promise<void> {
    const since = performance.now();
    const waits = events.map(
      (event) =>
        new Promise<void>((done, failed) => {
          const key = kindKey(event);
          const waiting = this.kinds.get(key);
          const entry = { event, since, done, failed };
          if (waiting) waiting.push(entry);
          else this.kinds.set(key, [entry]);
        }),
    );
    this.look();
    return Promise.all(waits).then(() => undefined);
  }

  /** Call when a kind has become free. */
  look(): void {
    if (this.claiming) return;
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const now = performance.now();
    let nextDue = Infinity;
    const ready: Waiting[] = [];
    for (const [key, waiting] of this.kinds) {
      const due = this.dueAt(key, waiting);
      if (due <= now) ready.push(...waiting);
      else nextDue = Math.min(nextDue, due);
    }
    if (ready.length > 0) void this.claim(ready);
    else if (nextDue < Infinity) this.timer = setTimeout(() => this.look(), Math.max(1, nextDue - now));
  }

  private dueAt(key: string, waiting: readonly Waiting[]): number {
    const since = waiting[0]?.since ?? Infinity;
    if (waiting.length >= this.options.batchSize) return since;
    return since + (this.options.isBusy(key) ? this.options.gatherMaxMs : this.options.gatherMs);
  }

  private async claim(ready: Waiting[]): Promise<void> {
    this.claiming = true;
    const taken = ready.sort((a, b) => Number(a.event.priority === 'LOW') - Number(b.event.priority === 'LOW')).slice(0, CLAIM_MAX);
    this.remove(new Set(taken));
    try {
      await this.options.claim(taken.map(({ event }) => event));
      for (const { done } of taken) done();
    } catch (error) {
      for (const { failed } of taken) failed(error);
    } finally {
      this.claiming = false;
      this.look();
    }
  }

  private remove(taken: ReadonlySet<Waiting>): void {
    for (const [key, waiting] of this.kinds) {
      const left = waiting.filter((entry) => !taken.has(entry));
      if (left.length > 0) this.kinds.set(key, left);
      else this.kinds.delete(key);
    }
  }
}
