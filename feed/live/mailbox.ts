/** Between the feed and one subscriber: a bounded buffer that ends, instead of growing or dropping, when its owner falls behind. */
import type { FeedEvent } from '../feed-event';
import type { FeedHub, Listener, Subject } from './hub';

/** The subscriber took nothing for so long that it is given up; it resumes from its own last cursor. */
export class SubscriberTooSlow extends Error {
  constructor() {
    super('this subscriber is too slow: connect again and resume from the last cursor received');
    this.name = 'SubscriberTooSlow';
  }
}

export interface MailboxOptions {
  readonly hub: FeedHub;
  readonly subject: Subject;
  readonly matches: (event: FeedEvent) => boolean;
  /** Events kept at most. */
  readonly limit: number;
  /** An owner of a full mailbox that takes nothing for this long, in ms, is too slow. */
  readonly slowAfterMs: number;
  /** Ends the mailbox when it aborts. */
  readonly signal: AbortSignal;
}

export class Mailbox implements Listener {
  private events: FeedEvent[] = [];
  private head = 0;
  private ended = false;
  private overflowed = false;
  private tooSlow = false;
  private stall: NodeJS.Timeout | null = null;
  private wake: (() => void) | null = null;
  private readonly detach: () => void;
  private readonly onAbort = () => this.close();
  private upTo = 0;

  /** Attaches at once: what is dispatched from here on is kept. */
  constructor(private readonly options: MailboxOptions) {
    this.detach = options.hub.attach(options.subject, this);
    if (options.signal.aborted) this.close();
    else options.signal.addEventListener('abort', this.onAbort, { once: true });
  }

  /** Once it has ended: the position up to which everything was told here. */
  get covered(): number {
    return this.upTo;
  }

  /** Whether an event that waits in it is of this kind. */
  holds(kind: (event: FeedEvent) => boolean): boolean {
    return this.events.slice(this.head).some(kind);
  }

  private get empty(): boolean {
    return this.head >= this.events.length;
  }

  accept(event: FeedEvent): void {
    if (this.ended || !this.options.matches(event)) return;
    if (this.events.length - this.head >= this.options.limit) {
      this.overflowed = true;
      this.end((event.position ?? 1) - 1);
      this.watchForStall();
      return;
    }
    this.events.push(event);
    this.wake?.();
  }

  interrupt(last: number): void {
    if (!this.ended) this.end(last);
  }

  /** The next event, waiting for it; null when it has ended and nothing is left in it. Rejects with SubscriberTooSlow. */
  async take(): Promise<FeedEvent | null> {
    if (this.stall) clearTimeout(this.stall);
    if (this.tooSlow) throw new SubscriberTooSlow();
    if (this.empty && !this.ended) {
      await new Promise<void>((resolve) => (this.wake = resolve));
      this.wake = null;
    }
    const event = this.events[this.head] ?? null;
    if (!event) return null;
    this.head += 1;
    if (this.empty) {
      this.events = [];
      this.head = 0;
    }
    if (this.overflowed) this.watchForStall();
    return event;
  }

  /** Detaches and drops what is in it. */
  close(): void {
    if (this.stall) clearTimeout(this.stall);
    this.options.signal.removeEventListener('abort', this.onAbort);
    this.events = [];
    this.head = 0;
    if (!this.ended) this.end(0);
  }

  private end(upTo: number): void {
    this.ended = true;
    this.upTo = upTo;
    this.detach();
    this.wake?.();
  }

  private watchForStall(): void {
    this.stall = setTimeout(() => {
      this.tooSlow = true;
      this.events = [];
      this.head = 0;
    }, this.options.slowAfterMs);
    this.stall.unref();
  }
}
