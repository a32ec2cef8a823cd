/** Sign-in at an OpenID Connect issuer: code flow with PKCE. The library is loaded only where an issuer is configured. */
import type { User, UserManager } from 'oidc-client-ts';
import type { AdminConfig, OidcConfig } from './config';

/** A token with less left than this, in seconds, is renewed before it is sent: it must outlive the way. */
const OUTLIVES_THE_WAY = 5;

/** The person as the issuer knows them in this tab. */
class IssuerSession {
  private user: User | null = null;
  private renewal: Promise<void> | null = null;

  constructor(
    readonly users: UserManager,
    private readonly resource: string | undefined,
  ) {
    users.events.addUserLoaded((user) => {
      this.user = user;
    });
    users.events.addUserUnloaded(() => {
      this.user = null;
    });
    users.events.addAccessTokenExpiring(() => this.renew());
  }

  /** Takes up what this tab had before it was loaded. */
  async resume(): Promise<this> {
    this.user = await this.users.getUser();
    return this;
  }

  /** Null where nobody has signed in. */
  async token(): Promise<string | null> {
    if (this.user?.expires_in !== undefined && this.user.expires_in < OUTLIVES_THE_WAY) await this.renew();
    return this.user?.access_token ?? null;
  }

  /**
   * One at a time, since issuers take a refresh token once. Without one nothing is renewed: the page of an issuer stands in no frame of ours. Where
   * it fails the old token stays, until the gateway refuses it.
   */
  private renew(): Promise<void> {
    if (!this.user?.refresh_token) return Promise.resolve();
    this.renewal ??= this.users
      .signinSilent({ resource: this.resource })
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => {
        this.renewal = null;
      });
    return this.renewal;
  }
}

let session: Promise<IssuerSession> | null = null;

function sessionAt(oidc: OidcConfig): Promise<IssuerSession> {
  session ??= import('oidc-client-ts').then(({ UserManager: Manager, WebStorageStateStore }) => {
    const resource = oidc.resource ?? undefined;
    const users = new Manager({
      authority: oidc.issuer,
      client_id: oidc.clientId,
      scope: oidc.scope,
      resource,
      extraTokenParams: resource ? { resource } : undefined,
      redirect_uri: `${location.origin}/admin/sign-in/callback`,
      post_logout_redirect_uri: `${location.origin}/admin/sign-in`,
      response_type: 'code',
      // Both of this tab alone, like the token.
      userStore: new WebStorageStateStore({ store: sessionStorage }),
      stateStore: new WebStorageStateStore({ store: sessionStorage }),
      revokeTokenTypes: ['refresh_token'],
      // IssuerSession does: the library would use a refresh token twice, and a frame where there is none.
      automaticSilentRenew: false,
    });
    return new IssuerSession(users, resource).resume();
  });
  return session;
}

/** Leaves for the issuer's page; comes back at /admin/sign-in/callback, then goes to `returnTo`. Rejects with a sentence where there is none. */
export async function leaveForIssuer(oidc: OidcConfig, returnTo: string): Promise<void> {
  const { users } = await sessionAt(oidc);
  // In the place of the page that left: going back must not lead to it, and from there to the issuer again.
  await users.signinRedirect({ state: { returnTo }, redirectMethod: 'replace' }).catch((error: unknown) => fail(oidc, error));
}

/** At the callback: the token, and where to go. Rejects with a sentence where the issuer refused. */
export async function returnFromIssuer(oidc: OidcConfig): Promise<{ token: string; returnTo: string }> {
  const { users } = await sessionAt(oidc);
  const user = await users.signinRedirectCallback().catch((error: unknown) => fail(oidc, error));
  const { returnTo } = (user.state ?? {}) as { returnTo?: string };
  return { token: user.access_token, returnTo: returnTo ?? '/' };
}

/** The token to send now: a renewed one where the issuer renews; `token` in local mode. */
export async function renewedToken({ oidc }: AdminConfig, token: string): Promise<string> {
  if (!oidc) return token;
  return (await (await sessionAt(oidc)).token()) ?? token;
}

/** Forgets the person here, not at the issuer: nothing is renewed any more. */
export async function forgetPerson({ oidc }: AdminConfig): Promise<void> {
  if (oidc) await (await sessionAt(oidc)).users.removeUser();
}

/** Ends the session at the issuer too, where there is one. Leaves for its page, if it has one for that; comes back at /admin/sign-in. */
export async function signOutAtIssuer({ oidc }: AdminConfig): Promise<void> {
  if (!oidc) return;
  const { users } = await sessionAt(oidc);
  // Not every issuer takes tokens back, nor knows an end of its session: here it has ended all the same.
  await users.revokeTokens().catch(() => undefined);
  await users.signoutRedirect({ redirectMethod: 'replace' }).catch(() => undefined);
}

/** Rejects with a sentence for the person. */
async function fail(oidc: OidcConfig, error: unknown): Promise<never> {
  const { ErrorResponse, ErrorTimeout } = await import('oidc-client-ts');
  const { host } = new URL(oidc.issuer);
  if (error instanceof ErrorResponse) throw new Error(`${host} refused the sign-in: ${error.error_description ?? error.error ?? 'it gave no reason'}.`);
  if (error instanceof TypeError || error instanceof ErrorTimeout) throw new Error(`${host} does not answer. Look whether you are online, and try again in a moment.`);
  throw error;
}
