/** Tokens signed with the keys of a home. */
import { join } from 'node:path';
import { SignJWT, importJWK } from 'jose';
import type { Role } from '../../domain/caller';
import { writeWhole } from '../process/pid-file';
import { ensureCursorKey, ensureSigningKey } from './keys';

export const ISSUER = 'oms-local';
export const AUDIENCE = 'oms';
/** A client system of the example data that belongs to every tenant. */
export const DEFAULT_SOURCE = 'CORE';
const TWELVE_HOURS = 12 * 3_600;
const A_YEAR = 365 * 24 * 3_600;

export interface TokenRequest {
  /** Folder of local data. */
  readonly home: string;
  readonly role: Role | readonly Role[];
  /** `*` only for what belongs to no tenant: operators and the services' own. */
  readonly tenant: string;
  /** The client system; DEFAULT_SOURCE when absent. */
  readonly source?: string;
  /** Who is named as the actor; made of role and tenant when absent. */
  readonly subject?: string;
  /** In seconds, 12 hours when absent; 0 or less gives a token that has expired. */
  readonly ttlSeconds?: number;
}

/** A signed token (ES256) that the system of this home accepts. Makes the home's keys if there are none. */
export async function mintToken(request: TokenRequest): Promise<string> {
  const key = await ensureSigningKey(request.home);
  const now = Math.floor(Date.now() / 1000);
  const { role, tenant, source = DEFAULT_SOURCE, ttlSeconds = TWELVE_HOURS } = request;
  const roles = typeof role === 'string' ? [role] : role;
  const { subject = tenant === '*' ? roles.join('+') : `${roles.join('+')}@${tenant}` } = request;
  return new SignJWT({ roles: [...new Set(roles)], tenant, source })
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'JWT' })
    .setSubject(subject)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(Math.min(now, now + ttlSeconds))
    .setExpirationTime(now + ttlSeconds)
    .sign(await importJWK(key, 'ES256'));
}

/**
 * Makes what the services of a home need to know each other, where it is missing: signing key, public keys, cursor key. The services'
 * own token is made anew each time, and lives for a year.
 */
export async function prepareKeys(home: string): Promise<void> {
  await ensureSigningKey(home);
  ensureCursorKey(home);
  const token = await mintToken({ home, role: 'service', tenant: '*', source: 'oms', subject: 'oms', ttlSeconds: A_YEAR });
  writeWhole(join(home, 'keys/service.token'), `${token}\n`, 0o600);
}
