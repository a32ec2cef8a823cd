/** What a gateway is built from. */
import type { EventProducer } from '../events/ports';
import type { CursorSealer } from '../feed/cursor';
import type { FeedSubscriptions } from '../feed/subscriptions';
import type { AdminUiOptions, LocalTokens } from './admin-ui';
import type { QueueBoardOptions } from './http/queue-board';
import type { openDatabase } from '../models/database';
import type { TokenVerifier } from '../platform/identity';
import type { Logger } from '../platform/logging';
import type { Readiness } from '../platform/service';
import type { ErrorGroups, OperationsNews, SystemStatusRow } from '../services/operations';
import type { OutputStore } from '../services/ports/output-store';
import type { ReferenceData } from '../services/ports/reference-data';
import type { SubmissionService } from '../services/submission';

export interface GatewayConfig {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Base of download addresses, without a slash at its end; null: the host that the request named. */
  readonly publicUrl: string | null;
  /** Address of a trace, with {traceId} where its id belongs; null: there is no tracing backend. */
  readonly traceUrlTemplate: string | null;
  /** Local mode: introspection, landing page and GraphQL editor. */
  readonly local: boolean;
  readonly limits: { readonly bodyBytes: number; readonly page: number; readonly errors: number };
  /** Events that may wait for one subscriber. */
  readonly subscriberBuffer: number;
  /** The admin UI: where its built files are, and where people sign in. */
  readonly admin: Pick<AdminUiOptions, 'folder' | 'oidc'>;
  /** Linked from the landing page. */
  readonly referenceDataUrl: string;
}

export interface GatewayDeps {
  readonly config: GatewayConfig;
  readonly database: ReturnType<typeof openDatabase>;
  readonly submission: SubmissionService;
  readonly referenceData: ReferenceData;
  readonly feedSubscriptions: FeedSubscriptions;
  readonly operationsNews: OperationsNews;
  readonly errorGroups: ErrorGroups;
  /** Answers many callers by one reading. */
  readonly systemStatus: () => Promise<SystemStatusRow>;
  readonly cursors: CursorSealer;
  readonly outputStore: OutputStore;
  /** Where dead letters stand whole. */
  readonly deadLetterShelf: OutputStore;
  /** Takes the dead letters that are replayed. */
  readonly producer: EventProducer;
  readonly verifyToken: TokenVerifier;
  /** Null outside of local mode. */
  readonly localTokens: LocalTokens | null;
  /** Shown under /admin/queues. */
  readonly queues: QueueBoardOptions['queues'];
  readonly logger: Logger;
  /** Of everything the gateway stands on. */
  readiness(): Readiness;
}
