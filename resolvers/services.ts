/** What stands behind the resolvers. */
import type { Caller } from '../domain/caller';
import type { UserError } from '../domain/user-errors';
import type { CursorSealer } from '../feed/cursor';
import type { FeedEvent } from '../feed/feed-event';
import type { FeedSubscriptions } from '../feed/subscriptions';
import type { ReferenceData } from '../services/ports/reference-data';
import type { RequestReader } from '../services/reading';
import type { SubmissionService } from '../services/submission';
import type { SharedReads } from './shared-reads';

/** The use cases behind the resolvers, wired once per gateway. */
export interface GatewayServices {
  readonly submission: SubmissionService;
  readonly cancel: (caller: Caller, id: string, reason: string | null) => Promise<{ requestId: string | null; userErrors: UserError[] }>;
  readonly reader: RequestReader;
  readonly referenceData: ReferenceData;
  readonly subscriptions: FeedSubscriptions;
  readonly cursors: CursorSealer;
  /** Every status event of these requests, by request, oldest first. */
  readonly timelines: (requestIds: readonly string[]) => Promise<Map<string, FeedEvent[]>>;
  readonly shared: SharedReads;
  /** The most that `first` may ask for. */
  readonly pageLimit: number;
}
