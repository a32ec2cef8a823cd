/** What stands behind the resolvers. */
import type { Caller } from '../domain/caller';
import type { UserError } from '../domain/user-errors';
import type { CursorSealer } from '../feed/cursor';
import type { FeedEvent } from '../feed/feed-event';
import type { FeedSubscriptions } from '../feed/subscriptions';
import type { ReferenceData } from '../services/ports/reference-data';
import type { AuditedSaves, AuditPage, AuditQuery } from '../services/audit';
import type { DeadLetterPage, DeadLetterQuery, DeadLetterRow, ReplayResult } from '../services/dead-letters';
import type { DismissingInput, DismissingResult } from '../services/dismissing';
import type { ErrorGroupRow, EventKey, EventRecordRow, FeedError, SystemStatusRow } from '../services/operations';
import type { DocumentTypeVersion, ThroughputPointRow } from '../services/rollup';
import type { ErrorFilter, ErrorReader, RequestReader } from '../services/reading';
import type { RetriggerInput, RetriggerResult, RunErrorPage, RunPage, RunRow, SteerResult } from '../services/retriggering';
import type { SubmissionService } from '../services/submission';
import type { SharedReads } from './shared-reads';

/** What administrators do about errors. */
export interface ManualControl {
  retrigger(caller: Caller, input: RetriggerInput): Promise<RetriggerResult>;
  dismiss(caller: Caller, input: DismissingInput): Promise<DismissingResult>;
  reopen(caller: Caller, input: DismissingInput): Promise<DismissingResult>;
  stopRun(caller: Caller, id: string): Promise<SteerResult>;
  resumeRun(caller: Caller, id: string): Promise<SteerResult>;
  run(scope: string | null, id: string): Promise<RunRow | null>;
  /** Newest first. */
  runs(scope: string | null, first: number, after: string | null): Promise<RunPage>;
  runErrors(scope: string | null, id: string, first: number, after: string | null): Promise<RunErrorPage>;
  followRun(scope: string | null, id: string): AsyncIterableIterator<RunRow>;
  followErrors(scope: string | null, filter: ErrorFilter): AsyncIterableIterator<FeedError>;
}

/** What operators do about what could not be read. */
export interface DeadLetterDesk {
  /** Newest first. */
  page(query: DeadLetterQuery, first: number, after: string | null): Promise<DeadLetterPage>;
  count(query: DeadLetterQuery): Promise<number>;
  byId(id: string): Promise<DeadLetterRow | null>;
  replay(caller: Caller, ids: readonly string[], note: string | null): Promise<ReplayResult>;
}

/** What people who run the system look at. */
export interface OperationsViews {
  errorGroups(scope: string | null, filter: ErrorFilter): Promise<ErrorGroupRow[]>;
  throughput(scope: string | null, minutes: number): Promise<ThroughputPointRow[]>;
  followStatus(): AsyncIterableIterator<SystemStatusRow>;
  /** One list for each event asked for, in their order. */
  eventRecords(events: readonly EventKey[]): Promise<EventRecordRow[][]>;
}

/** The use cases behind the resolvers, wired once per gateway. */
export interface GatewayServices {
  readonly submission: SubmissionService;
  readonly cancel: (caller: Caller, id: string, reason: string | null) => Promise<{ requestId: string | null; userErrors: UserError[] }>;
  readonly reader: RequestReader;
  readonly errors: ErrorReader;
  readonly control: ManualControl;
  readonly operations: OperationsViews;
  readonly deadLetters: DeadLetterDesk;
  /** Newest first. */
  readonly auditLog: (scope: string | null, query: AuditQuery, first: number, after: string | null) => Promise<AuditPage>;
  readonly systemStatus: () => Promise<SystemStatusRow>;
  /** How many requests of the tenant were validated against each of these versions, in their order. */
  readonly requestCounts: (tenant: string, versions: readonly DocumentTypeVersion[]) => Promise<number[]>;
  /** Where the tracing backend shows this trace; null where none is configured. */
  readonly traceUrl: (traceId: string) => string | null;
  readonly referenceData: ReferenceData;
  readonly saves: AuditedSaves;
  readonly subscriptions: FeedSubscriptions;
  readonly cursors: CursorSealer;
  /** Every status event of these requests, by request, oldest first. */
  readonly timelines: (requestIds: readonly string[]) => Promise<Map<string, FeedEvent[]>>;
  readonly shared: SharedReads;
  /** The most that `first` may ask for. */
  readonly pageLimit: number;
}
