/** What the gateway tells the screens before anybody has signed in: GET /admin/config.json. */

export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  /** Asked for by name at issuers that give tokens for one API each. */
  readonly resource: string | null;
}

export interface AdminConfig {
  /** local: the gateway gives tokens for a picked role and tenant. oidc: the configured issuer does. */
  readonly mode: 'local' | 'oidc';
  readonly graphqlPath: string;
  readonly oidc: OidcConfig | null;
}

/** Rejects with a sentence where the gateway does not answer. */
export async function readConfig(): Promise<AdminConfig> {
  const answer = await fetch('/admin/config.json', { headers: { accept: 'application/json' } }).catch(() => null);
  if (!answer?.ok) throw new Error(`The gateway did not say how to sign in (${answer ? `it answered ${answer.status}` : 'no answer'}).`);
  return (await answer.json()) as AdminConfig;
}
