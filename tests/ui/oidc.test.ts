import { decodeJwt } from 'jose';
import type { Page, Request } from 'playwright-core';
import { exampleRequest } from '../../reference-data/example-data';
import { eventually } from '../support/eventually';
import { axeViolations, openBrowser, screenshot, submit, tolerate, uiSystem, type UiBrowser } from './support';
import { signInAtIssuer, startIssuer, stayHere, type IssuerSystem } from './support/issuer-system';

const TENANT = 'signed-in';
const PEOPLE = {
  ada: { claims: { tenant: TENANT, roles: ['admin'] }, seconds: 5, renewed: true },
  grace: { claims: { tenant: TENANT, roles: ['viewer'] }, seconds: 3, renewed: false },
  stranger: { claims: {}, seconds: 60, renewed: false },
};

describe('signing in at an OpenID Connect issuer', () => {
  let browser: UiBrowser;
  let system: IssuerSystem;
  let known: string;
  beforeAll(async () => {
    const [opened, started, [id]] = await Promise.all([openBrowser(), startIssuer(PEOPLE), submit(uiSystem(), TENANT, [exampleRequest('INVOICE', 1)])]);
    browser = opened;
    system = started;
    known = id ?? '';
  });
  afterAll(() => system?.stop());

  /** Somebody who opens the list; all that was asked meanwhile. */
  const open = async (): Promise<{ page: Page; asked: Request[] }> => {
    const page = await browser.page({ url: system.url });
    await stayHere(page);
    const asked: Request[] = [];
    page.on('request', (request) => asked.push(request));
    await page.goto('/admin/requests?source=CORE');
    await page.waitForURL(`${system.issuer}/**`);
    return { page, asked };
  };
  const row = (page: Page, id: string) => page.locator(`[data-row-id="${id}"]`);

  it('leads there and back, lasts over reloads and, where they are renewed, over tokens, and ends at both', async () => {
    const { page, asked } = await open();
    const sent = tokensOfSockets(page);
    await signInAtIssuer(page, 'ada');
    await row(page, known).waitFor();
    const back = new URL(page.url());
    expect([back.origin, back.pathname, back.searchParams.get('source')]).toEqual([system.url, '/admin/requests', 'CORE']);

    const begun = new URL(asked.find((request) => request.url().startsWith(`${system.issuer}/auth?`))?.url() ?? '');
    expect(begun.searchParams.get('code_challenge_method')).toBe('S256');
    expect(asked.find((request) => request.url() === `${system.issuer}/token`)?.postData()).toMatch(/code_verifier=[\w-]{43}/);
    begun.searchParams.delete('code_challenge');
    begun.searchParams.delete('code_challenge_method');
    const refused = await fetch(begun, { redirect: 'manual' });
    expect(new URL(refused.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_request');

    await eventually('the live connection', () => sent[0]);
    expect(decodeJwt(sent[0] ?? '')).toMatchObject({ iss: system.issuer, aud: 'oms-screens', sub: 'ada', tenant: TENANT, roles: ['admin'] });

    asked.length = 0;
    await page.reload();
    await row(page, known).waitFor();
    expect(asked.filter((request) => request.isNavigationRequest() && request.url().startsWith(system.issuer))).toEqual([]);

    const { page: other } = await open();
    tolerate(other, /401/);
    await signInAtIssuer(other, 'grace');
    await row(other, known).waitFor();
    await other.getByText('Your token is no longer valid. Sign in again.').waitFor();
    await other.getByRole('button', { name: /Sign in with/ }).waitFor();

    // The gateway ends the connection with the token that it was made with.
    await eventually('a connection with a later token', () => sent.length > 2 && expiryOf(sent[2]) >= expiryOf(sent[1]) + 3, 15_000);
    const [missed] = await submit(uiSystem(), TENANT, [exampleRequest('INVOICE', 2)]);
    await page.getByRole('button', { name: /new – show/ }).click();
    await row(page, missed ?? '').waitFor();

    await page.getByRole('button', { name: 'Signed in as ada' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Yes, sign me out' }).click();
    await page.getByRole('button', { name: `Sign in with ${new URL(system.issuer).host}` }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/admin/sign-in');
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toMatch(/eyJ/);
    await page.goto('/admin/requests');
    await page.getByPlaceholder('Enter any login').waitFor();
  });

  it('tells why somebody is not let in', async () => {
    const aborts = async () => {
      const { page } = await open();
      await page.getByRole('link', { name: 'Cancel' }).click();
      await page.getByText(/refused the sign-in: End-User aborted interaction/).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await screenshot(page, 'sign-in-refused');
      await page.getByRole('button', { name: 'Back' }).click();
      await page.getByRole('button', { name: /Sign in with/ }).waitFor();
    };
    const lacksRoles = async () => {
      const { page } = await open();
      tolerate(page, /401/);
      await signInAtIssuer(page, 'stranger');
      await page.getByText(/the token lacks a usable claim: tenant, roles/).waitFor();
    };
    const findsNoIssuer = async () => {
      const page = await browser.page({ url: system.url });
      tolerate(page, /ERR_FAILED/);
      await page.route(`${system.issuer}/**`, (call) => call.abort());
      await page.goto('/admin/requests');
      await page.getByText(`${new URL(system.issuer).host} does not answer.`).waitFor();
    };
    await Promise.all([aborts(), lacksRoles(), findsNoIssuer()]);
  });
});

/** The tokens that live connections were begun with, in their order. */
function tokensOfSockets(page: Page): string[] {
  const tokens: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const token = /"connection_init".*Bearer ([\w.-]+)/.exec(String(payload))?.[1];
      if (token) tokens.push(token);
    }),
  );
  return tokens;
}

function expiryOf(token: string | undefined): number {
  return decodeJwt(token ?? '').exp ?? 0;
}
