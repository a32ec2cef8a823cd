/**
 * The admin UI under /admin: its built files, what it must know before anybody has signed in, and, in local mode, tokens for who signs in there.
 * files.ts serves what was built, content-policy.ts says what its pages may load, local-tokens.ts gives tokens.
 */
import { Router } from 'express';
import { adminFiles } from './files';
import { localTokenRoute, type LocalTokens } from './local-tokens';

export const ADMIN_PATH = '/admin';
export type { LocalTokens } from './local-tokens';

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  /** Named by the pages where the provider gives tokens for one API each. */
  readonly resource: string | null;
}

export interface AdminUiOptions {
  /** Where the built files are, or will be. */
  readonly folder: string;
  readonly graphqlPath: string;
  /** The identity provider that people sign in at; null: none. */
  readonly oidc: OidcSettings | null;
  /** Null outside of local mode. */
  readonly localTokens: LocalTokens | null;
  readonly publicUrl: string | null;
}

export function adminUiRoutes({ folder, graphqlPath, oidc, localTokens, publicUrl }: AdminUiOptions): Router {
  const router = Router();
  const local = oidc === null && localTokens !== null;
  router.get(`${ADMIN_PATH}/config.json`, (_req, res) => {
    res.setHeader('cache-control', 'no-store');
    res.json({ mode: local ? 'local' : 'oidc', graphqlPath, oidc });
  });
  if (local) router.post(`${ADMIN_PATH}/local-token`, localTokenRoute(localTokens, publicUrl));
  router.use(ADMIN_PATH, adminFiles({ folder, issuer: oidc?.issuer ?? null }));
  return router;
}
