/** Who sends a request: the bearer token, verified. */
import type { RequestHandler } from 'express';
import type { Caller } from '../../domain/caller';
import { bearerToken, type TokenVerifier } from '../../platform/identity';

export interface Identity {
  readonly caller: Caller;
  readonly token: string;
}

/** Verifies what an Authorization header (or the field of that name in connection parameters) holds. Rejects with UNAUTHENTICATED. */
export async function identify(authorization: string | undefined, verify: TokenVerifier): Promise<Identity> {
  const token = bearerToken(authorization);
  return { token, caller: await verify(token) };
}

/** Puts the sender's identity on `res.locals.identity`, or hands UNAUTHENTICATED to the error handler. */
export function requireIdentity(verify: TokenVerifier): RequestHandler {
  return async (req, res, next) => {
    res.locals.identity = await identify(req.headers.authorization, verify);
    next();
  };
}
