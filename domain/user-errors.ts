/** What callers are told: the contract's codes, and an error class for those answered as GraphQL errors. */

export type ContractCode =
  | 'BAD_USER_INPUT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'DOCUMENT_TYPE_UNKNOWN'
  | 'SOURCE_NOT_ALLOWED'
  | 'DATA_INVALID'
  | 'FORMAT_NOT_OFFERED'
  | 'TOO_LARGE'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'ALREADY_FINAL'
  | 'ALREADY_RETRYING'
  | 'VERSION_CONFLICT'
  | 'CURSOR_EXPIRED'
  | 'REFERENCE_DATA_UNAVAILABLE'
  | 'SERVICE_UNAVAILABLE'
  | 'RATE_LIMITED';

/** What its caller can mend: answered beside the result of a mutation. */
export interface UserError {
  /** Path into the input, list indexes as decimal strings; null where no field is at fault. */
  readonly field: string[] | null;
  readonly code: ContractCode;
  readonly message: string;
}

/** A coded failure that becomes a GraphQL error (or a problem answer over plain HTTP). */
export class CodedError extends Error {
  constructor(
    readonly code: ContractCode,
    message: string,
    /** Seconds after which a new try makes sense; answered as `retryAfterSeconds`. */
    readonly retryAfterSeconds?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'CodedError';
  }
}
