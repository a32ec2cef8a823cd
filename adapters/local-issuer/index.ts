/** The local issuer of `npm start`, which stands in for an identity provider. */
import { z } from 'zod';
import { CodedError } from '../../domain/user-errors';

const TIMEOUT_MS = 3_000;
const given = z.object({ token: z.string(), expiresAt: z.string() });
const refused = z.object({ message: z.string() });

/** @param url LOCAL_ISSUER_URL; null where none runs. Rejects with BAD_USER_INPUT, or SERVICE_UNAVAILABLE where it does not answer. */
export function createLocalIssuerClient(url: string | null): (asked: unknown) => Promise<{ token: string; expiresAt: string }> {
  return async (asked) => {
    if (url === null) throw new CodedError('SERVICE_UNAVAILABLE', 'no local issuer runs: npm start brings one; npm run -s token prints a token without it');
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked ?? null),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw new CodedError('SERVICE_UNAVAILABLE', 'the local issuer does not answer; does npm start still run?', 2, { cause: error });
    });
    const body: unknown = await answer.json().catch(() => null);
    const token = given.safeParse(body);
    if (answer.ok && token.success) return token.data;
    const reason = refused.safeParse(body);
    if (answer.status === 400 && reason.success) throw new CodedError('BAD_USER_INPUT', reason.data.message);
    throw new CodedError('SERVICE_UNAVAILABLE', 'the local issuer gave no token', 2);
  };
}
