/** Who calls: verification of bearer tokens, the same for gateway, WebSocket and Reference Data API. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { CodedError } from '../../domain/user-errors';
import { ROLES, type Caller, type Role } from '../../domain/caller';

export interface TokenVerifierOptions {
  /** Public keys of the issuer; read again when the file changes. */
  readonly jwksFile: string;
  readonly issuer: string;
  readonly audience: string;
}

/** Rejects with CodedError UNAUTHENTICATED and a sentence for the caller. */
export type TokenVerifier = (token: string) => Promise<Caller>;

const claimsSchema = z.object({
  sub: z.string().min(1),
  exp: z.number(),
  tenant: z.string().regex(/^(\*|[A-Za-z0-9][A-Za-z0-9._-]{0,62})$/),
  roles: z.array(z.string()).min(1),
  source: z.string().min(1).max(100).optional(),
});

const ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'RS256', 'PS256'];

function unauthenticated(message: string): CodedError {
  return new CodedError('UNAUTHENTICATED', `${message}; send a valid token as "Authorization: Bearer …"`);
}

/**
 * Checks signature, issuer, audience, expiry and the claims `roles`, `tenant`, `sub` and `source`. Verified tokens are remembered until
 * they expire, for a signature costs more than the rest of a small request.
 */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const verified = new LRUCache<string, Caller>({ max: 10_000 });
  let keys: { changedMs: number; get: ReturnType<typeof createLocalJWKSet> } | null = null;

  const keySet = () => {
    const changedMs = statSync(options.jwksFile).mtimeMs;
    if (keys?.changedMs !== changedMs) {
      keys = { changedMs, get: createLocalJWKSet(JSON.parse(readFileSync(options.jwksFile, 'utf8')) as JSONWebKeySet) };
      verified.clear();
    }
    return keys.get;
  };

  return async (token) => {
    const get = keySet();
    const id = createHash('sha256').update(token).digest('base64');
    const known = verified.get(id);
    if (known && known.expiresAt > Date.now()) return known;
    if (known) throw unauthenticated('the token has expired');
    const caller = await verify(token, get, options);
    verified.set(id, caller, { ttl: Math.max(1, caller.expiresAt - Date.now()) + 60_000 });
    return caller;
  };
}

async function verify(token: string, get: ReturnType<typeof createLocalJWKSet>, options: TokenVerifierOptions): Promise<Caller> {
  let payload: unknown;
  try {
    ({ payload } = await jwtVerify(token, get, { issuer: options.issuer, audience: options.audience, algorithms: ALGORITHMS }));
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw unauthenticated('the token has expired');
    throw unauthenticated('the token is not valid here');
  }
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success) {
    const faulty = [...new Set(claims.error.issues.map((issue) => issue.path.join('.')))].join(', ');
    throw unauthenticated(`the token lacks a usable claim: ${faulty}`);
  }
  const { sub, exp, tenant, roles, source } = claims.data;
  return {
    subject: sub,
    tenant,
    roles: roles.filter((role): role is Role => (ROLES as readonly string[]).includes(role)),
    source: source ?? sub,
    expiresAt: exp * 1000,
  };
}

/** The token of an Authorization header. Rejects with UNAUTHENTICATED where it is missing or of another scheme. */
export function bearerToken(header: string | undefined): string {
  const match = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i.exec(header ?? '');
  if (!match?.[1]) throw unauthenticated(header ? 'the Authorization header is not a bearer token' : 'a token is missing');
  return match[1];
}
