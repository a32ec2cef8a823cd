/** Errors as application/problem+json (RFC 9457) with a stable `code`. */
import type { ErrorRequestHandler, Response } from 'express';
import { ConnectionError, ConnectionAcquireTimeoutError, DatabaseError, TimeoutError } from 'sequelize';
import { CodedError } from '../../domain/user-errors';
import type { Logger } from '../../platform/logging';

export const PROBLEMS = {
  BAD_USER_INPUT: { status: 400, title: 'The call is malformed' },
  UNAUTHENTICATED: { status: 401, title: 'A valid token is needed' },
  FORBIDDEN: { status: 403, title: 'The token does not allow this' },
  NOT_FOUND: { status: 404, title: 'There is no such thing' },
  VERSION_CONFLICT: { status: 412, title: 'Another version is in force' },
  TOO_LARGE: { status: 413, title: 'The body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The body is of another type than this call takes' },
  ITEM_INVALID: { status: 422, title: 'The body breaks a rule' },
  PRECONDITION_REQUIRED: { status: 428, title: 'If-Match is needed to change what exists' },
  INTERNAL: { status: 500, title: 'Something went wrong here' },
  SERVICE_UNAVAILABLE: { status: 503, title: 'The database does not answer' },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** Where in the body, as a JSON Pointer, and what is wrong there. */
export interface Fault {
  readonly pointer: string;
  readonly message: string;
}

/** Thrown anywhere in a call to end it with this answer. */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly faults?: readonly Fault[],
  ) {
    super(detail);
    this.name = 'Problem';
  }
}

/** The answer to a body that breaks rules: 422 with every fault. */
export function itemInvalid(faults: readonly Fault[]): Problem {
  return new Problem('ITEM_INVALID', 'mend what `faults` names and send it again', faults);
}

const RETRY_AFTER_SECONDS = 1;

function databaseIsAway(error: unknown): boolean {
  if (error instanceof ConnectionError || error instanceof ConnectionAcquireTimeoutError || error instanceof TimeoutError) return true;
  if (!(error instanceof DatabaseError)) return false;
  const state = (error.original as Error & { code?: string }).code ?? '';
  // 08 connection, 53 resources, 57 operator intervention or cancelled, 25P03 idle in transaction, 40 serialisation; no SQLSTATE: the socket broke.
  return state === '' || /^(08|53|57|40|25P03|ECONN|EPIPE)/.test(state) || /Connection terminated/.test(error.message);
}

function asProblem(error: unknown, logger: Logger): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof CodedError) {
    return new Problem(error.code === 'UNAUTHENTICATED' || error.code === 'FORBIDDEN' ? error.code : 'BAD_USER_INPUT', error.message);
  }
  if (databaseIsAway(error)) {
    logger.warn({ err: error }, 'Postgres does not answer');
    return new Problem('SERVICE_UNAVAILABLE', 'nothing was read; a change that was sent may or may not be in force: read it before you repeat it');
  }
  const status = (error as { status?: unknown }).status;
  if (status === 413) return new Problem('TOO_LARGE', 'a body may have at most 2 MiB; send several smaller ones');
  if (status === 415) return new Problem('UNSUPPORTED_MEDIA_TYPE', 'send UTF-8 without an encoding that this service does not know');
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new Problem('BAD_USER_INPUT', error instanceof URIError ? 'the path is not well encoded' : 'the body is not JSON');
  }
  logger.error({ err: error }, 'a call failed');
  return new Problem('INTERNAL', 'the call failed for a reason of ours; it has been logged');
}

function sendProblem(response: Response, problem: Problem): void {
  const { status, title } = PROBLEMS[problem.code];
  if (status === 401) response.set('WWW-Authenticate', 'Bearer');
  if (status === 503) response.set('Retry-After', String(RETRY_AFTER_SECONDS));
  response
    .status(status)
    .set('Cache-Control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title, status, detail: problem.detail, code: problem.code, ...(problem.faults ? { faults: problem.faults } : {}) }));
}

/** The last handler of the application. */
export function answerProblems(logger: Logger): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) next(error);
    else sendProblem(response, asProblem(error, logger));
  };
}
