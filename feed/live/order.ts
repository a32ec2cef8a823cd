/** feed/live: the feed as it happens, in one gateway. This file: puts into order what arrives in any order, late, or more than once. Pure. */
import type { FeedEvent } from '../feed-event';

export type Source = 'kafka' | 'postgres';

export interface Arrival {
  readonly event: FeedEvent;
  readonly source: Source;
}

/** Events kept while one before them is missing; beyond that they are dropped and read from Postgres later. */
const AHEAD_MAX = 50_000;

export class FeedOrder {
  private readonly ahead = new Map<number, Arrival>();
  /** Since when it is known that the feed reaches this far; ascending in both. */
  private signs: { position: number; at: number }[] = [];

  /** @param last the position that counts as delivered already. */
  constructor(private delivered: number) {}

  get last(): number {
    return this.delivered;
  }

  /** Keeps an arrival until its turn. `at` is now, in ms of any steady clock. Repeats change nothing. */
  accept(position: number, arrival: Arrival, at: number): void {
    if (position <= this.delivered) return;
    if (position > this.delivered + 1) this.reaches(position, at);
    if (!this.ahead.has(position) && this.ahead.size < AHEAD_MAX) this.ahead.set(position, arrival);
  }

  /** The feed is known to hold everything up to here. */
  reaches(position: number, at: number): void {
    if (position > this.delivered && position > (this.signs.at(-1)?.position ?? 0)) this.signs.push({ position, at });
  }

  /** Takes the next in line, if it is here. */
  next(): Arrival | null {
    const arrival = this.ahead.get(this.delivered + 1);
    if (!arrival) return null;
    this.pass();
    return arrival;
  }

  /** The next position will never have an event. */
  pass(): void {
    this.delivered += 1;
    this.ahead.delete(this.delivered);
  }

  /** How far the feed was already known to reach at `before`; `last` when nothing is owed since then. */
  overdue(before: number): number {
    this.signs = this.signs.filter((sign) => sign.position > this.delivered);
    let position = this.delivered;
    for (const sign of this.signs) {
      if (sign.at > before) break;
      position = sign.position;
    }
    return position;
  }
}
