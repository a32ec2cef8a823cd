/** An OpenID Connect issuer, and one more gateway of the run's system whose screens sign in there. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startChild } from '../../../local/process/child';
import { freePort } from '../../../local/process/ports';
import { tolerate } from './problems';
import { uiSystem } from './ui-system';

export interface IssuerPerson {
  /** What their access tokens say beside who they are. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** How long those last. */
  readonly seconds: number;
  /** Whether the issuer gives them refresh tokens. */
  readonly renewed: boolean;
}

export interface IssuerSystem {
  readonly issuer: string;
  /** Of the gateway. */
  readonly url: string;
  stop(): Promise<void>;
}

const ROOT = join(__dirname, '../../..');
const CLIENT = 'screens';
const RESOURCE = 'urn:oms';
/** Within this, in ms, processes end by themselves. */
const GRACE_MS = 8_000;

/** @param people by the name that they sign in with. */
export async function startIssuer(people: Readonly<Record<string, IssuerPerson>>): Promise<IssuerSystem> {
  const { env, home } = uiSystem();
  const [issuerPort, port] = await Promise.all([freePort(), freePort()]);
  const issuer = `http://127.0.0.1:${issuerPort}`;
  const url = `http://127.0.0.1:${port}`;
  const jwksFile = join(home, 'issuer', `jwks-${issuerPort}.json`);
  const start = (name: string, script: string, own: Record<string, string>) =>
    startChild({ name, script: join(ROOT, script), cwd: ROOT, env: { ...process.env, ...env, ...own }, log: join(home, 'logs', `${name}-${port}.log`) });

  const children = [
    start('issuer', 'tests/ui/support/issuer.mjs', {
      ISSUER_PORT: String(issuerPort),
      ISSUER_JWKS_FILE: jwksFile,
      ISSUER_CLIENT: CLIENT,
      ISSUER_CLIENT_URL: url,
      ISSUER_RESOURCE: RESOURCE,
      ISSUER_AUDIENCE: 'oms-screens',
      ISSUER_PEOPLE: JSON.stringify(people),
    }),
    start('gateway', 'entrypoints/gateway.ts', {
      PORT: String(port),
      OIDC_ISSUER_URL: issuer,
      OIDC_CLIENT_ID: CLIENT,
      OIDC_SCOPE: 'openid profile offline_access',
      OIDC_RESOURCE: RESOURCE,
      AUTH_JWKS_FILE: jwksFile,
      AUTH_ISSUER: issuer,
      AUTH_AUDIENCE: 'oms-screens',
    }),
  ];
  const stop = async () => {
    await Promise.all(children.map((child) => child.stop(GRACE_MS)));
  };
  try {
    await Promise.all(children.map((child) => child.ready));
  } catch (error) {
    await stop();
    throw error;
  }
  return { issuer, url, stop };
}

/** On the issuer's own pages: says who it is, and that the screens may know. */
export async function signInAtIssuer(page: Page, name: string): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(name);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** Its pages would fetch a font from elsewhere: nothing leaves this machine. */
export async function stayHere(page: Page): Promise<void> {
  tolerate(page, /fonts\.googleapis\.com/);
  await page.route(/googleapis/, (route) => route.abort());
}
