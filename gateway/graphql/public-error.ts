/** The one place that decides what a caller is told of an error, over HTTP and WebSocket alike. */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { CodedError } from '../../domain/user-errors';
import type { Logger } from '../../platform/logging';
import type { Trace } from '../../resolvers';
import { asCoded } from '../../services/unavailable';

/** Codes that leave the gateway: the contract's, and one for defects of ours. */
type PublicCode = CodedError['code'] | 'INTERNAL_SERVER_ERROR';

const STATUS: Partial<Record<PublicCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  TOO_LARGE: 413,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
  REFERENCE_DATA_UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
};

/** The HTTP status of an answer that is nothing but this error. */
export function httpStatusOf(error: GraphQLFormattedError): number {
  return STATUS[error.extensions?.code as PublicCode] ?? 400;
}

/** What was thrown first, beneath the GraphQLErrors around it. */
function causeOf(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

/** True where GraphQL itself refuses the operation: syntax, validation, variables, arguments. Its message is meant for the caller. */
function isRefusedOperation(error: GraphQLError): boolean {
  if (!(causeOf(error) instanceof GraphQLError)) return false;
  // What carries a path came up while a field was resolved: an argument is the caller's, a value that cannot be answered is ours.
  return error.path === undefined || error.message.startsWith('Argument "');
}

/**
 * What the caller is told: the contract's code, a sentence, `retryAfterSeconds` where waiting helps. Anything unknown is a defect: logged in full,
 * answered as INTERNAL_SERVER_ERROR with the trace id to quote. Never a stack trace.
 */
export function publicError(error: unknown, trace: Trace, logger: Logger): GraphQLFormattedError {
  const place = error instanceof GraphQLError ? { locations: error.locations, path: error.path } : {};
  const cause = asCoded(causeOf(error));
  if (cause instanceof CodedError) {
    if (cause.cause) logger.warn({ err: cause.cause, code: cause.code, traceId: trace.traceId }, cause.message);
    const { code, retryAfterSeconds } = cause;
    return { message: cause.message, ...place, extensions: { code, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) } };
  }
  if (error instanceof GraphQLError && isRefusedOperation(error)) {
    return { message: error.message, ...place, extensions: { code: 'BAD_USER_INPUT' } };
  }
  logger.error({ err: cause, path: place.path, traceId: trace.traceId }, 'an operation failed unexpectedly');
  return {
    message: `Something went wrong on our side. Quote trace id ${trace.traceId} to whoever runs this system.`,
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', traceId: trace.traceId },
  };
}
