/**
 * An OpenID Connect issuer as a process of its own, with pages on which anybody signs in by name: `ready` tells its address. It takes nobody
 * without PKCE, gives access tokens that are JWTs for the API `ISSUER_RESOURCE`, and writes its public keys to ISSUER_JWKS_FILE.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';

// Of later versions of Node than the oldest that runs this.
URL.parse ??= (text, base) => (URL.canParse(text, base) ? new URL(text, base) : null);
const { Provider, errors } = await import('oidc-provider');

const { ISSUER_PORT, ISSUER_JWKS_FILE, ISSUER_CLIENT, ISSUER_CLIENT_URL, ISSUER_RESOURCE, ISSUER_AUDIENCE, ISSUER_PEOPLE } = process.env;
const issuer = `http://127.0.0.1:${ISSUER_PORT}`;
/** By name: the claims of their tokens, for how many seconds those last, and whether they are renewed. */
const people = JSON.parse(ISSUER_PEOPLE);

const { privateKey } = await generateKeyPair('ES256', { extractable: true });
const key = { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: 'of-the-test' };
const { d: _secret, ...published } = key;
mkdirSync(dirname(ISSUER_JWKS_FILE), { recursive: true });
writeFileSync(ISSUER_JWKS_FILE, JSON.stringify({ keys: [published] }));

const provider = new Provider(issuer, {
  jwks: { keys: [key] },
  cookies: { keys: ['of the test'] },
  clients: [
    {
      client_id: ISSUER_CLIENT,
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: [`${ISSUER_CLIENT_URL}/admin/sign-in/callback`],
      post_logout_redirect_uris: [`${ISSUER_CLIENT_URL}/admin/sign-in`],
      id_token_signed_response_alg: 'ES256',
    },
  ],
  pkce: { required: () => true },
  findAccount: (_context, name) => (people[name] ? { accountId: name, claims: () => ({ sub: name }) } : undefined),
  extraTokenClaims: (_context, token) => people[token.accountId]?.claims,
  issueRefreshToken: (_context, _client, source) => people[source.accountId]?.renewed === true,
  ttl: { AccessToken: (_context, token) => people[token.accountId]?.seconds ?? 60 },
  features: {
    devInteractions: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_context, resource) => {
        if (resource !== ISSUER_RESOURCE) throw new errors.InvalidTarget();
        return { audience: ISSUER_AUDIENCE, scope: '', accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } };
      },
    },
  },
});

const server = provider.listen(Number(ISSUER_PORT), '127.0.0.1', () => process.send?.({ type: 'ready', urls: { issuer } }));
server.once('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
process.once('disconnect', () => process.exit());
process.once('SIGTERM', () => process.exit());
