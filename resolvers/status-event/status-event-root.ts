/** What the resolvers of StatusEvent work on: the event's fields beside its place in the feed. */
import type { FeedEvent } from '../../feed/feed-event';

export type StatusEventRoot = FeedEvent['value'] & Pick<FeedEvent, 'feedId' | 'position'>;

/** Flattens a feed event so that plain fields need no resolver. */
export function asStatusEvent(event: FeedEvent): StatusEventRoot {
  return { ...event.value, feedId: event.feedId, position: event.position };
}
