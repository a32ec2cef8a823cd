/** POST /admin/local-token: a token for who signs in on this machine. Only the page that this gateway serves may ask. */
import { json, type Request, type RequestHandler } from 'express';
import { CodedError } from '../../domain/user-errors';

/** Gives tokens for roles and a tenant without asking who it is: for local mode alone. Rejects with BAD_USER_INPUT or SERVICE_UNAVAILABLE. */
export type LocalTokens = (asked: unknown) => Promise<{ readonly token: string; readonly expiresAt: string }>;

const BODY_LIMIT = 10_000;
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

export function localTokenRoute(tokens: LocalTokens, publicUrl: string | null): RequestHandler[] {
  return [
    (req, _res, next) => {
      checkSameOrigin(req, publicUrl);
      next();
    },
    json({ limit: BODY_LIMIT }),
    async (req, res) => {
      if (!req.is('application/json')) throw new CodedError('BAD_USER_INPUT', 'send what the token is for as application/json');
      const given = await tokens(req.body);
      res.setHeader('cache-control', 'no-store');
      res.json(given);
    },
  ];
}

/** Another site's page could otherwise take a token: by a request of its own, or by a name of its own that leads here. */
function checkSameOrigin({ headers }: Request, publicUrl: string | null): void {
  const host = headers.host ?? '';
  const known = LOOPBACK.test(host) || (publicUrl !== null && new URL(publicUrl).host === host);
  const site = headers['sec-fetch-site'];
  const foreign = (site !== undefined && site !== 'same-origin') || (headers.origin !== undefined && hostOf(headers.origin) !== host);
  if (!known || foreign) throw new CodedError('FORBIDDEN', 'tokens are given to the sign-in page of this gateway alone, opened at a loopback address or at PUBLIC_URL');
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
