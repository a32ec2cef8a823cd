/** Errors outside of an operation: a GraphQL answer on the GraphQL path, application/problem+json elsewhere. */
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { CodedError } from '../../domain/user-errors';
import type { Logger } from '../../platform/logging';
import type { Trace } from '../../resolvers';
import { httpStatusOf, publicError } from '../graphql/public-error';

/** What the body parser says of a body that it refused, as a coded error; everything else as it is. */
function codedBodyError(error: unknown, bodyLimit: number): unknown {
  const type = error instanceof Error && 'type' in error ? error.type : null;
  if (type === 'entity.too.large') {
    return new CodedError('TOO_LARGE', `the body is larger than ${bodyLimit} bytes; send it in several requests`);
  }
  const status = error instanceof Error && 'status' in error ? error.status : null;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new CodedError('BAD_USER_INPUT', type === 'entity.parse.failed' ? 'the body is not valid JSON' : (error as Error).message);
  }
  return error;
}

function send(res: Response, error: unknown, logger: Logger, asGraphQL: boolean): void {
  const told = publicError(error, res.locals.trace as Trace, logger);
  const status = httpStatusOf(told);
  const { code, retryAfterSeconds } = told.extensions ?? {};
  if (typeof retryAfterSeconds === 'number') res.setHeader('retry-after', retryAfterSeconds);
  if (code === 'UNAUTHENTICATED') res.setHeader('www-authenticate', 'Bearer');
  res.status(status);
  if (asGraphQL) res.json({ errors: [told] });
  else res.type('application/problem+json').send(JSON.stringify({ type: 'about:blank', title: told.message, status, code }));
}

/** Answers whatever a handler threw. Where the answer has begun already, the connection is cut. */
export function problemHandler(logger: Logger, options: { graphqlPath: string; bodyLimit: number }): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    if (res.headersSent) {
      logger.warn({ err: error, traceId: (res.locals.trace as Trace).traceId }, 'an answer broke off');
      res.destroy();
      return;
    }
    send(res, codedBodyError(error, options.bodyLimit), logger, req.path === options.graphqlPath);
  };
}

/** The end of the line: no such address. */
export function notFound(message: string): RequestHandler {
  return () => {
    throw new CodedError('NOT_FOUND', message);
  };
}
