/** What a submission takes and answers. */
import type { DocumentFormat, JsonObject, Priority } from '../../domain/document';
import type { UserError } from '../../domain/user-errors';

export interface SubmitInput {
  readonly documentType: string;
  readonly data: JsonObject;
  readonly format: DocumentFormat;
  readonly priority: Priority;
  readonly clientReference?: string | null;
  /** Absent: the token's own. */
  readonly source?: string | null;
  readonly idempotencyKey?: string | null;
}

/** Exactly one of the two says something: the request that was made or found, or what the caller can mend. */
export interface SubmitOneResult {
  readonly requestId: string | null;
  readonly userErrors: UserError[];
}

export interface SubmitBatchResult {
  /** Null only where no item was answered with a request. */
  readonly submissionId: string | null;
  /** In the order of the input; null where that item was refused. */
  readonly requestIds: (string | null)[];
  readonly userErrors: UserError[];
}

export interface SubmissionTrace {
  readonly traceId: string;
  readonly traceparent: string;
}

/** A request that passed every check and waits to be stored. */
export interface Draft {
  readonly id: string;
  readonly tenant: string;
  readonly source: string;
  readonly actor: string;
  readonly clientReference: string | null;
  readonly documentType: string;
  readonly documentTypeVersion: number;
  readonly engineConfiguration: string;
  readonly format: DocumentFormat;
  readonly priority: Priority;
  /** `data` as JSON text. */
  readonly data: string;
  /** JSON Pointer → party id; null: nothing to look up. */
  readonly partyIds: Readonly<Record<string, string>> | null;
  readonly idempotencyKey: string | null;
  /** Hex; null without a key. */
  readonly bodyHash: string | null;
  readonly traceId: string;
  readonly traceparent: string;
}
