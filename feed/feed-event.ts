/** The status feed: every status event in commit order. This file: what one event of it looks like to those who read it. */
import type { StatusEventValue } from '../events/schemas';

export interface FeedEvent {
  readonly tenant: string;
  /** The feed that the position belongs to. */
  readonly feedId: string;
  /** Its place in the feed, from 1 without holes; null until the stamper has seen it, 0 where its place is no longer kept. */
  readonly position: number | null;
  readonly traceId: string;
  readonly value: StatusEventValue;
}
