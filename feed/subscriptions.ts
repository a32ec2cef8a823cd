/** What a gateway's live subscriptions read: one instance per gateway, over its tail. */
import type { Sequelize } from 'sequelize';
import type { OpenedCursor } from './cursor';
import type { FeedEvent } from './feed-event';
import { FollowContext } from './follow/context';
import type { FeedFilter } from './follow/filter';
import { SubmissionWatches } from './follow/progress';
import { followRequest } from './follow/request-status';
import { followFeed } from './follow/status-feed';
import { iterate } from './live/iteration';
import type { FeedTail } from './tail';

export { SubscriberTooSlow } from './live/mailbox';
export type { FeedFilter } from './follow/filter';

export interface FeedSubscriptionsOptions {
  readonly database: Sequelize;
  readonly tail: FeedTail;
  /** Events buffered at most for one subscriber. */
  readonly bufferSize: number;
  /** How often a submission's subscribers are told of changes, at most. */
  readonly progressPerSecond: number;
  /** A subscriber with a full buffer that takes nothing for this long, in ms, ends with SubscriberTooSlow. @default 5000 */
  readonly slowAfterMs?: number;
}

/**
 * Iterators that can be left at any moment by `return()`. `scope` is the tenant whose events are seen, null for every tenant's. Errors come with
 * the first `next()` where nothing could be followed (NOT_FOUND, CURSOR_EXPIRED), or with a later one: CURSOR_EXPIRED, SERVICE_UNAVAILABLE,
 * SubscriberTooSlow. Never a silent gap: whoever resumes from its last event misses nothing.
 */
export class FeedSubscriptions {
  private readonly context: FollowContext;
  private readonly watches: SubmissionWatches;

  constructor(private readonly options: FeedSubscriptionsOptions) {
    const { database, tail, bufferSize, slowAfterMs = 5_000 } = options;
    this.context = new FollowContext({ database, tail, bufferSize, slowAfterMs });
    this.watches = new SubmissionWatches(this.context, options.progressPerSecond);
  }

  /** One request: its timeline after `after` (null: all of it), then live; ends after a final event that is its last. */
  documentRequestStatus(scope: string | null, id: string, after: OpenedCursor | null): AsyncIterableIterator<FeedEvent> {
    return iterate((signal) => followRequest(this.context, scope, id, after, signal));
  }

  /** Everything that the filter matches, after `after` or from the moment of this call. */
  statusFeed(scope: string | null, filter: FeedFilter, after: OpenedCursor | null): AsyncIterableIterator<FeedEvent> {
    const { feedId, last } = this.options.tail;
    return iterate((signal) => followFeed(this.context, scope, filter, after, { feedId, position: last }, signal));
  }

  /** The submission's id, now and whenever its counts may have changed; ends when all of it is final. */
  submissionProgress(scope: string | null, id: string): AsyncIterableIterator<string> {
    return iterate((signal) => this.watches.follow(scope, id, signal));
  }
}
