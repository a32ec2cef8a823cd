/** Sign-in at an OpenID Connect issuer: code flow with PKCE. The library is loaded only where an issuer is configured. */
import type { UserManager } from 'oidc-client-ts';
import type { AdminConfig, OidcConfig } from './config';

let manager: Promise<UserManager> | null = null;

function managerOf(oidc: OidcConfig): Promise<UserManager> {
  manager ??= import('oidc-client-ts').then(
    ({ UserManager: Manager, WebStorageStateStore }) =>
      new Manager({
        authority: oidc.issuer,
        client_id: oidc.clientId,
        scope: oidc.scope,
        redirect_uri: `${location.origin}/admin/sign-in/callback`,
        post_logout_redirect_uri: `${location.origin}/admin/sign-in`,
        response_type: 'code',
        userStore: new WebStorageStateStore({ store: sessionStorage }),
      }),
  );
  return manager;
}

/** Leaves for the issuer's page; comes back at /admin/sign-in/callback, then goes to `returnTo`. */
export async function leaveForIssuer(oidc: OidcConfig, returnTo: string): Promise<void> {
  await (await managerOf(oidc)).signinRedirect({ state: { returnTo } });
}

/** At the callback: the token, and where to go. Rejects where the issuer refused. */
export async function returnFromIssuer(oidc: OidcConfig): Promise<{ token: string; returnTo: string }> {
  const user = await (await managerOf(oidc)).signinRedirectCallback();
  const { returnTo } = (user.state ?? {}) as { returnTo?: string };
  return { token: user.access_token, returnTo: returnTo ?? '/' };
}

/** The token to send now: a renewed one where the issuer renews; `token` in local mode. */
export async function renewedToken({ oidc }: AdminConfig, token: string): Promise<string> {
  if (!oidc) return token;
  const user = await (await managerOf(oidc)).getUser();
  return user?.access_token ?? token;
}

/** Ends the session at the issuer too, where there is one. */
export async function signOutAtIssuer({ oidc }: AdminConfig): Promise<void> {
  if (!oidc) return;
  const users = await managerOf(oidc);
  await users.removeUser();
  await users.signoutRedirect().catch(() => undefined);
}
