/**
 * The local issuer of tokens; in production an identity provider does this. keys.ts makes the keys of a home once, mint.ts signs tokens with them,
 * request.ts says what a token may be asked to say, server.ts gives tokens to the gateway's sign-in page.
 */
export { AUDIENCE, DEFAULT_SOURCE, ISSUER, mintToken, prepareKeys, type TokenRequest } from './mint';
export { GRANTED_ROLES, NO_TENANT, TENANT_NAME, TENANT_RULE } from './request';
export { startLocalIssuer, type LocalIssuer } from './server';
