/**
 * The TypeScript client of the Output Management System.
 *
 *   index.ts       createOmsClient: everything an application needs
 *   types.ts       the contract's types, as far as the client reads them
 *   operations.ts  the GraphQL documents it sends
 *   http.ts        queries, mutations and downloads over HTTP, with coded errors
 *   live.ts        subscriptions over graphql-ws that resume where they were cut
 *   errors.ts      OmsError
 *   demo/          `npm run demo`: documents sent through a running system and followed
 */
import { OmsError } from './errors';
import { createHttp, type TokenSource } from './http';
import { createLive, type FollowOptions } from './live';
import * as operations from './operations';
import type {
  BatchAnswer,
  Cursor,
  DocumentRequest,
  DocumentRequestFilter,
  StatusEvent,
  Submission,
  SubmitInput,
  UserError,
} from './types';

export { OmsError } from './errors';
export type { FollowOptions } from './live';
export type { TokenSource } from './http';
export type * from './types';

export interface OmsClientOptions {
  /** Address of the gateway, with or without /graphql: http://127.0.0.1:4000 */
  readonly url: string;
  /** A bearer token, or where to get one: a function is asked before each call and each connection. */
  readonly token: TokenSource;
  /** A call is given up after this time, in ms. @default 60000 */
  readonly timeoutMs?: number;
  /** A subscription that cannot reconnect for this long fails with SERVICE_UNAVAILABLE, in ms. @default 300000 */
  readonly reconnectForMs?: number;
}

/** Every method rejects with OmsError and nothing else. Iterators end quietly when `signal` is aborted. */
export interface OmsClient {
  /** Submits one document. Refused input rejects with the first user error's code; all are in `userErrors`. */
  submit(input: SubmitInput): Promise<DocumentRequest>;
  /**
   * Submits up to 10,000. Refused items are null in `documentRequests` and explained in `userErrors`; the others are accepted.
   * With a key a lost answer is asked for again and makes no second submission.
   */
  submitBatch(requests: readonly SubmitInput[], idempotencyKey?: string): Promise<BatchAnswer>;
  cancel(id: string, reason?: string): Promise<DocumentRequest>;
  /** Null where it does not exist for this caller. */
  documentRequest(id: string): Promise<DocumentRequest | null>;
  /** One request's timeline, past and live; ends after a final status. */
  followRequest(id: string, options?: FollowOptions): AsyncIterableIterator<StatusEvent>;
  /** A submission's counts as they change; ends when all of it is final. */
  followSubmission(id: string, options?: Pick<FollowOptions, 'signal'>): AsyncIterableIterator<Submission>;
  /** Every status event the caller may see, live or from `after`, without end. */
  statusFeed(filter?: DocumentRequestFilter, options?: FollowOptions): AsyncIterableIterator<StatusEvent>;
  /** Where the feed stands: follow from here and miss nothing that happens later. */
  feedPosition(): Promise<Cursor>;
  /** The bytes of a finished document. */
  download(request: DocumentRequest): Promise<Buffer>;
  /** Any other operation of the contract. @returns `data` */
  graphql<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
  /** Closes the socket; iterators end. */
  close(): Promise<void>;
}

/** Makes a client. Nothing is connected before the first call. */
export function createOmsClient(options: OmsClientOptions): OmsClient {
  const http = createHttp(options);
  const live = createLive(options);

  return {
    async submit(input) {
      const { submitDocumentRequest: answer } = await http.graphql<{ submitDocumentRequest: RequestAnswer }>(
        operations.SUBMIT,
        { input },
        { repeatable: input.idempotencyKey !== undefined },
      );
      return accepted(answer);
    },
    async submitBatch(requests, idempotencyKey) {
      const { submitDocumentBatch } = await http.graphql<{ submitDocumentBatch: BatchAnswer }>(
        operations.SUBMIT_BATCH,
        { requests, idempotencyKey },
        { repeatable: idempotencyKey !== undefined },
      );
      return submitDocumentBatch;
    },
    async cancel(id, reason) {
      const { cancelDocumentRequest } = await http.graphql<{ cancelDocumentRequest: RequestAnswer }>(operations.CANCEL, { id, reason });
      return accepted(cancelDocumentRequest);
    },
    async documentRequest(id) {
      return (await http.graphql<{ documentRequest: DocumentRequest | null }>(operations.REQUEST, { id }, { repeatable: true })).documentRequest;
    },
    followRequest(id, follow = {}) {
      return live.follow<StatusEvent>({
        query: operations.REQUEST_STATUS,
        field: 'documentRequestStatus',
        variables: { id },
        cursorOf: (event) => event.cursor,
        isLast: (event) => event.final,
        ...follow,
      });
    },
    followSubmission(id, follow = {}) {
      return live.follow<Submission>({
        query: operations.SUBMISSION_PROGRESS,
        field: 'submissionProgress',
        variables: { id },
        isLast: (submission) => submission.final,
        ...follow,
      });
    },
    statusFeed(filter, follow = {}) {
      return live.follow<StatusEvent>({
        query: operations.STATUS_FEED,
        field: 'statusFeed',
        variables: { filter },
        cursorOf: (event) => event.cursor,
        ...follow,
      });
    },
    async feedPosition() {
      const answer = await http.graphql<{ documentRequests: { asOf: Cursor } }>(operations.FEED_POSITION, {}, { repeatable: true });
      return answer.documentRequests.asOf;
    },
    async download(request) {
      if (!request.output) throw new OmsError('NOT_FOUND', `request ${request.id} has no document: its status is ${request.status}`);
      return http.download(request.output.url);
    },
    graphql: (query, variables = {}) => http.graphql(query, variables),
    close: () => live.close(),
  };
}

interface RequestAnswer {
  readonly documentRequest: DocumentRequest | null;
  readonly userErrors: readonly UserError[];
}

function accepted(answer: RequestAnswer): DocumentRequest {
  const [first] = answer.userErrors;
  if (first) throw new OmsError(first.code, first.message, { userErrors: answer.userErrors });
  if (!answer.documentRequest) throw new OmsError('PROTOCOL', 'the gateway answered neither a request nor an error');
  return answer.documentRequest;
}
