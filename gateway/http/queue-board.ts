/**
 * Bull Board under /admin/queues: schedules, history and failures of the jobs, to look at and not to change. For operators and administrators;
 * a browser, which cannot send the token in a header when it opens a page, signs in first (POST /admin/queues/sign-in, or once as ?token=…) and keeps
 * it in a cookie.
 */
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import type { Queue } from 'bullmq';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { hasRole, type Caller } from '../../domain/caller';
import { CodedError } from '../../domain/user-errors';
import type { TokenVerifier } from '../../platform/identity';
import { identify, type Identity } from './identity';

export const QUEUE_BOARD_PATH = '/admin/queues';
const COOKIE = 'oms_queues';
const REDIS_WAIT_MS = 1_000;
/** Its pages bring scripts and styles of their own, and style elements inline. Fonts that they would fetch from elsewhere stay away. */
const CONTENT_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'self'; frame-ancestors 'none'";

export interface QueueBoardOptions {
  readonly queues: readonly Queue[];
  readonly verifyToken: TokenVerifier;
  /** Browsers reach the gateway by https. */
  readonly https: boolean;
}

export function queueBoardRoutes({ queues, verifyToken, https }: QueueBoardOptions): Router {
  const adapter = new ExpressAdapter().setBasePath(QUEUE_BOARD_PATH);
  createBullBoard({ queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })), serverAdapter: adapter });
  // The board's own answer would tell what went wrong inside.
  adapter.setErrorHandler(() => ({ status: 500, body: { error: 'the queues cannot be read at the moment; Redis may be away' } }));
  const router = Router();
  router.post(`${QUEUE_BOARD_PATH}/sign-in`, signIn(verifyToken, https));
  router.use(QUEUE_BOARD_PATH, admit(verifyToken, https), untilReadable(queues), (_req, res, next) => {
    res.setHeader('content-security-policy', CONTENT_POLICY);
    res.setHeader('cache-control', 'no-store');
    next();
  });
  // The adapter types its router as any function.
  router.use(QUEUE_BOARD_PATH, adapter.getRouter() as RequestHandler);
  return router;
}

function admit(verifyToken: TokenVerifier, https: boolean): RequestHandler {
  return async (req, res, next) => {
    const brought = typeof req.query.token === 'string' ? req.query.token : null;
    const authorization = brought === null ? (req.headers.authorization ?? fromCookie(req)) : `Bearer ${brought}`;
    const { caller, token } = await identify(authorization, verifyToken).catch((error: unknown) => {
      throw authorization === undefined ? new CodedError('UNAUTHENTICATED', `a token is missing: open ${QUEUE_BOARD_PATH}?token=…`) : error;
    });
    requireRole(caller);
    if (brought === null) return next();
    // Out of the address, which is kept in histories.
    keep(res, { caller, token }, https);
    res.redirect(303, QUEUE_BOARD_PATH);
  };
}

/** The token of the Authorization header, which no other site can send, becomes the cookie. */
function signIn(verifyToken: TokenVerifier, https: boolean): RequestHandler {
  return async (req, res) => {
    const identity = await identify(req.headers.authorization, verifyToken);
    requireRole(identity.caller);
    keep(res, identity, https);
    res.setHeader('cache-control', 'no-store');
    res.status(204).end();
  };
}

function requireRole(caller: Caller): void {
  if (!hasRole(caller, 'operator', 'admin')) throw new CodedError('FORBIDDEN', 'this token may not see the queues: operator or admin may');
}

/** In a cookie that no script and no other site can use. */
function keep(res: Response, { caller, token }: Identity, https: boolean): void {
  res.cookie(COOKIE, token, { httpOnly: true, sameSite: 'strict', secure: https, path: QUEUE_BOARD_PATH, expires: new Date(caller.expiresAt) });
}

function fromCookie(req: Request): string | undefined {
  const cookies = (req.headers.cookie ?? '').split(';').map((each) => each.trim());
  const token = cookies.find((each) => each.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
  return token ? `Bearer ${decodeURIComponent(token)}` : undefined;
}

/** Before Redis has been reached for the first time, calls of the board would wait for it. */
function untilReadable(queues: readonly Queue[]): RequestHandler {
  return async (_req, _res, next) => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), REDIS_WAIT_MS);
    });
    const ready = Promise.all(queues.map((queue) => queue.waitUntilReady())).then(
      () => 'ready',
      () => 'late',
    );
    const outcome = await Promise.race([ready, late]).finally(() => clearTimeout(timer));
    if (outcome === 'late') throw new CodedError('SERVICE_UNAVAILABLE', 'the queues cannot be read at the moment: Redis is away', 2);
    next();
  };
}
