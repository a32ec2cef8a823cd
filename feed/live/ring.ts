/** The newest events of the feed in memory, found by position. */
import type { FeedEvent } from '../feed-event';
import type { FeedPage } from '../read-events';

export class FeedRing {
  private readonly slots: (FeedEvent | null)[] = [];
  private kept = 0;

  /** @param newest the position before the first that will be pushed. */
  constructor(
    private readonly size: number,
    private newest: number,
  ) {}

  /** The oldest position kept; newest + 1 where none is. */
  get oldest(): number {
    return this.newest - this.kept + 1;
  }

  /** The next position's event; null where it has none. */
  push(event: FeedEvent | null): void {
    this.newest += 1;
    this.slots[this.newest % this.size] = event;
    this.kept = Math.min(this.size, this.kept + 1);
  }

  /** What follows `position`, looking at no more than `limit` positions; null where that is no longer kept. */
  after(position: number, limit: number): FeedPage | null {
    if (position + 1 < this.oldest) return null;
    const covered = Math.min(this.newest, position + limit);
    const events: FeedEvent[] = [];
    for (let at = position + 1; at <= covered; at += 1) {
      const event = this.slots[at % this.size];
      if (event) events.push(event);
    }
    return { events, covered: Math.max(covered, position) };
  }
}
