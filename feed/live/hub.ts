/** Who is told of which events: listeners are found by what they listen to, so that an event costs only those that it concerns. */
import { gauge } from '../../platform/metrics';
import type { FeedEvent } from '../feed-event';

export interface Listener {
  /** Must not throw. */
  accept(event: FeedEvent): void;
  /** Events after `last` were lost to live delivery, or the feed began anew: catch up by other ways. Ends the attachment. */
  interrupt(last: number): void;
}

/** What one listens to: the narrowest that holds all that is wanted. */
export type Subject =
  | { readonly request: string }
  | { readonly submission: string }
  | { readonly tenant: string }
  | 'everything';

const attached = gauge('oms_feed_listeners', 'Subscribers attached to live status events of this gateway.');

export class FeedHub {
  private readonly listeners = new Map<string, Set<Listener>>();

  /** @returns how to detach; doing so twice is harmless. */
  attach(subject: Subject, listener: Listener): () => void {
    const key = keyOf(subject);
    const existing = this.listeners.get(key);
    const peers = existing ?? new Set<Listener>();
    if (!existing) this.listeners.set(key, peers);
    peers.add(listener);
    attached.inc();
    return () => {
      if (!peers.delete(listener)) return;
      attached.dec();
      if (peers.size === 0 && this.listeners.get(key) === peers) this.listeners.delete(key);
    };
  }

  dispatch(event: FeedEvent): void {
    const { requestId, submissionId } = event.value;
    this.tell(keyOf({ request: requestId }), event);
    if (submissionId) this.tell(keyOf({ submission: submissionId }), event);
    this.tell(keyOf({ tenant: event.tenant }), event);
    this.tell(keyOf('everything'), event);
  }

  interrupt(last: number): void {
    for (const peers of [...this.listeners.values()]) for (const listener of [...peers]) listener.interrupt(last);
  }

  get size(): number {
    let size = 0;
    for (const peers of this.listeners.values()) size += peers.size;
    return size;
  }

  private tell(key: string, event: FeedEvent): void {
    const peers = this.listeners.get(key);
    if (peers) for (const listener of peers) listener.accept(event);
  }
}

function keyOf(subject: Subject): string {
  if (subject === 'everything') return '*';
  if ('request' in subject) return `r${subject.request}`;
  if ('submission' in subject) return `s${subject.submission}`;
  return `t${subject.tenant}`;
}
