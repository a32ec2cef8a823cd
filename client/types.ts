/** The public contract's types, as far as the client reads them. Names and values are the contract's. */

export type DocumentStatus = 'ACCEPTED' | 'PROCESSING' | 'GENERATING' | 'RETRY_SCHEDULED' | 'COMPLETED' | 'FAILED' | 'CANCELLED';
export type DocumentFormat = 'PDF' | 'HTML' | 'DOCX';
export type Priority = 'HIGH' | 'NORMAL' | 'LOW';

/** An opaque position in a status feed. */
export type Cursor = string;

export interface SubmitInput {
  readonly documentType: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly format?: DocumentFormat;
  readonly priority?: Priority;
  readonly clientReference?: string;
  readonly source?: string;
  readonly idempotencyKey?: string;
}

export interface UserError {
  readonly field: readonly string[] | null;
  readonly code: string;
  readonly message: string;
}

export interface DocumentOutput {
  readonly url: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly pages: number | null;
  /** Lower-case hex. */
  readonly sha256: string;
}

export interface DocumentRequest {
  readonly id: string;
  readonly clientReference: string | null;
  readonly source: string;
  readonly documentType: string;
  readonly documentTypeVersion: number;
  readonly format: DocumentFormat;
  readonly priority: Priority;
  readonly status: DocumentStatus;
  readonly final: boolean;
  readonly attempt: number;
  readonly sequence: number;
  readonly submissionId: string | null;
  readonly output: DocumentOutput | null;
  readonly traceId: string;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface StatusEvent {
  readonly cursor: Cursor;
  readonly requestId: string;
  /** 1, 2, 3 … within one request, without gaps. */
  readonly sequence: number;
  readonly status: DocumentStatus;
  readonly final: boolean;
  readonly attempt: number;
  readonly stage: 'PROCESSING' | 'MONITORING' | null;
  readonly message: string | null;
  /** RFC 3339. */
  readonly at: string;
}

export interface StatusCounts {
  readonly accepted: number;
  readonly processing: number;
  readonly generating: number;
  readonly retryScheduled: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
}

export interface Submission {
  readonly id: string;
  readonly total: number;
  readonly counts: StatusCounts;
  readonly final: boolean;
  readonly asOf: Cursor;
}

export interface BatchAnswer {
  readonly submission: Submission | null;
  /** Same order as the input; null where that item was refused. */
  readonly documentRequests: readonly ({ readonly id: string } | null)[];
  readonly userErrors: readonly UserError[];
}

export interface DocumentRequestFilter {
  readonly statuses?: readonly DocumentStatus[];
  readonly documentType?: string;
  readonly source?: string;
  readonly clientReference?: string;
  readonly idempotencyKey?: string;
  readonly submissionId?: string;
  readonly createdAfter?: string;
  readonly createdBefore?: string;
  readonly search?: string;
}
