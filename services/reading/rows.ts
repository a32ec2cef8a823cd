/** What reading gives: rows in the words of the contract, each by the tables it comes from. Times are Dates of ms; absent values are null. */
import type { DocumentFormat, DocumentStatus, Priority, RecoveryStatus, Stage } from '../../domain/document';

export interface RequestRow {
  readonly id: string;
  readonly tenant: string;
  readonly clientReference: string | null;
  readonly source: string;
  readonly documentType: string;
  readonly documentTypeVersion: number;
  readonly format: DocumentFormat;
  readonly priority: Priority;
  readonly status: DocumentStatus;
  readonly attempt: number;
  readonly sequence: number;
  readonly submissionId: string | null;
  readonly engineBatchId: string | null;
  readonly traceId: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The attributes of a RequestRow. Never `data`: lists do without. */
export const REQUEST_ATTRIBUTES = [
  'id', 'tenant', 'clientReference', 'source', 'documentType', 'documentTypeVersion', 'format', 'priority', 'status', 'attempt', 'sequence',
  'submissionId', 'engineBatchId', 'traceId', 'createdAt', 'updatedAt',
] satisfies (keyof RequestRow)[];

/** The same as columns of `document_requests r`. */
export const REQUEST_COLUMNS = `r.id, r.tenant, r.client_reference AS "clientReference", r.source, r.document_type AS "documentType",
  r.document_type_version AS "documentTypeVersion", r.format, r.priority, r.status, r.attempt, r.sequence,
  r.submission_id AS "submissionId", r.engine_batch_id AS "engineBatchId", r.trace_id AS "traceId",
  r.created_at AS "createdAt", r.updated_at AS "updatedAt"`;

export interface OutputRow {
  readonly requestId: string;
  /** Where the output store has it. */
  readonly storeKey: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly pages: number | null;
  readonly sha256: string;
}

export const OUTPUT_ATTRIBUTES = ['requestId', 'storeKey', 'contentType', 'sizeBytes', 'pages', 'sha256'] satisfies (keyof OutputRow)[];

export interface ErrorRow {
  readonly id: string;
  readonly requestId: string;
  readonly stage: Stage;
  readonly retryStage: Stage;
  readonly code: string;
  readonly message: string;
  readonly retriable: boolean;
  readonly attempt: number;
  readonly recoveryStatus: RecoveryStatus;
  readonly nextAttemptAt: Date | null;
  readonly occurredAt: Date;
  readonly resolvedAt: Date | null;
}

export const ERROR_COLUMNS = `e.id, e.request_id AS "requestId", e.stage, e.retry_stage AS "retryStage", e.code, e.message, e.retriable,
  e.attempt, e.recovery_status AS "recoveryStatus", e.next_attempt_at AS "nextAttemptAt", e.occurred_at AS "occurredAt",
  e.resolved_at AS "resolvedAt"`;

/** An engine batch that the engine has. */
export interface BatchRow {
  readonly id: string;
  readonly engineReference: string;
  readonly size: number;
  /** The engine's own word, or ours before it was asked. */
  readonly status: string;
  readonly submittedAt: Date;
  readonly lastPolledAt: Date | null;
  readonly pollCount: number;
}

export interface SubmissionRow {
  readonly id: string;
  readonly total: number;
  readonly createdAt: Date;
}

/** How many requests of a submission are in each status: their sum is its total. */
export interface StatusCountsRow {
  readonly accepted: number;
  readonly processing: number;
  readonly generating: number;
  readonly retryScheduled: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
}

/** The columns of a StatusCountsRow, counted over `document_requests r`. */
export const STATUS_COUNTS = `count(*) FILTER (WHERE r.status = 'ACCEPTED') AS accepted, count(*) FILTER (WHERE r.status = 'PROCESSING') AS processing,
  count(*) FILTER (WHERE r.status = 'GENERATING') AS generating, count(*) FILTER (WHERE r.status = 'RETRY_SCHEDULED') AS "retryScheduled",
  count(*) FILTER (WHERE r.status = 'COMPLETED') AS completed, count(*) FILTER (WHERE r.status = 'FAILED') AS failed,
  count(*) FILTER (WHERE r.status = 'CANCELLED') AS cancelled`;
