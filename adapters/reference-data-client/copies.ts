/** This process's own small copy of what it read: fresh for a moment, then revalidated; older only while the service is away. */
import { LRUCache } from 'lru-cache';
import { ReferenceDataUnavailable } from '../../services/ports/reference-data';

interface Copy {
  /** Null: there is no such item. */
  readonly value: object | null;
  readonly etag: string | null;
  /** When the request was sent that showed it to be in force, by performance.now(): what came to pass later it cannot know. */
  readonly sentAt: number;
}

interface Flight {
  readonly startedAt: number;
  readonly copy: Promise<Copy>;
}

/** Asks the service; `known` is the copy at hand, given back with a new `sentAt` where nothing has changed. */
export type Refresh = (known: Copy | null) => Promise<Copy>;

export interface CopiesOptions {
  /** How long a copy is used unasked, in ms. */
  readonly freshMs: number;
  /** How old it may become while the service is away, in ms. */
  readonly maxAgeMs: number;
  readonly maxCopies: number;
}

export class Copies {
  private readonly copies: LRUCache<string, Copy>;
  private readonly flights = new Map<string, Flight>();
  /** Whatever was sent before is no longer fresh. */
  private trustedFrom = 0;

  constructor(private readonly options: CopiesOptions) {
    this.copies = new LRUCache({ max: options.maxCopies });
  }

  /** The same object again for as long as the item stays as it is. Rejects with ReferenceDataUnavailable. */
  async read(key: string, refresh: Refresh): Promise<object | null> {
    const known = this.copies.get(key) ?? null;
    if (known && this.isFresh(known.sentAt)) return known.value;
    const usable = known && isWithin(known.sentAt, this.options.maxAgeMs) ? known : null;
    try {
      return (await this.fly(key, usable, refresh)).value;
    } catch (error) {
      if (usable && error instanceof ReferenceDataUnavailable && isWithin(usable.sentAt, this.options.maxAgeMs)) return usable.value;
      throw error;
    }
  }

  /** Has every copy, and every call under way, revalidated before it is used again: after a save by this process. */
  distrust(): void {
    this.trustedFrom = performance.now();
  }

  /** One call for all who ask at the same time; whoever asks much later than it was sent starts another. */
  private fly(key: string, known: Copy | null, refresh: Refresh): Promise<Copy> {
    const under = this.flights.get(key);
    if (under && this.isFresh(under.startedAt)) return under.copy;
    const copy = refresh(known).then((fetched) => {
      const stored = this.copies.get(key);
      if (!stored || stored.sentAt < fetched.sentAt) this.copies.set(key, fetched);
      return fetched;
    });
    const flight = { startedAt: performance.now(), copy };
    this.flights.set(key, flight);
    const landed = () => {
      if (this.flights.get(key) === flight) this.flights.delete(key);
    };
    copy.then(landed, landed);
    return copy;
  }

  private isFresh(sentAt: number): boolean {
    return sentAt >= this.trustedFrom && isWithin(sentAt, this.options.freshMs);
  }
}

function isWithin(since: number, ms: number): boolean {
  return performance.now() - since < ms;
}
