/** What every resolver is given: who calls, the use cases, and the loaders of this one operation. */
import type { Caller } from '../domain/caller';
import type { UserError } from '../domain/user-errors';
import type { CursorSealer } from '../feed/cursor';
import type { FeedSubscriptions } from '../feed/subscriptions';
import type { FeedEvent } from '../feed/feed-event';
import type { ReferenceData } from '../services/ports/reference-data';
import type { RequestReader } from '../services/reading';
import type { SubmissionService } from '../services/submission';
import { createLoaders, type Loaders } from './loaders';
import type { SharedReads } from './shared-reads';

export interface Trace {
  readonly traceId: string;
  readonly traceparent: string;
}

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

/** One operation: a query, a mutation, or a subscription for as long as it lasts. */
export class OperationContext {
  loaders: Loaders;

  constructor(
    readonly services: GatewayServices,
    readonly caller: Caller,
    /** The caller's bearer token, passed on where the Reference Data API is to decide by it. */
    readonly token: string,
    readonly trace: Trace,
    /** `http(s)://host`: where documents are downloaded. */
    readonly publicUrl: string,
  ) {
    this.loaders = createLoaders(services, caller);
  }

  /** Forgets what was loaded: before a mutation, and at each event of a subscription, so that nothing stale is served. */
  refresh(): void {
    this.loaders = createLoaders(this.services, this.caller);
  }
}
