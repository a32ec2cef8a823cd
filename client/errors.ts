/** What every call of the client fails with. */
import type { UserError } from './types';

export interface OmsErrorDetails {
  /** Seconds after which a new try makes sense, where the gateway said so. */
  readonly retryAfterSeconds?: number;
  /** All the faults of refused input; empty for other failures. */
  readonly userErrors?: readonly UserError[];
  readonly cause?: unknown;
}

/**
 * `code` is one of the contract's, or PROTOCOL where what answered does not speak the contract. A gateway that cannot be reached is
 * SERVICE_UNAVAILABLE, as one that says so itself.
 */
export class OmsError extends Error {
  readonly retryAfterSeconds: number | undefined;
  readonly userErrors: readonly UserError[];

  constructor(
    readonly code: string,
    message: string,
    details: OmsErrorDetails = {},
  ) {
    super(message, { cause: details.cause });
    this.name = 'OmsError';
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.userErrors = details.userErrors ?? [];
  }
}

/** True where the same call may succeed a little later. */
export function isPassing(error: OmsError): boolean {
  return error.code === 'SERVICE_UNAVAILABLE' || error.code === 'RATE_LIMITED' || error.code === 'REFERENCE_DATA_UNAVAILABLE';
}

/** The OmsError of a GraphQL answer's `errors`. */
export function fromGraphQLErrors(errors: readonly unknown[]): OmsError {
  const [first] = errors;
  if (!isRecord(first) || typeof first.message !== 'string') return new OmsError('PROTOCOL', 'the answer holds an error without a message');
  const extensions = isRecord(first.extensions) ? first.extensions : {};
  const { code, retryAfterSeconds } = extensions;
  return new OmsError(typeof code === 'string' ? code : 'PROTOCOL', first.message, {
    retryAfterSeconds: typeof retryAfterSeconds === 'number' ? retryAfterSeconds : undefined,
  });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
