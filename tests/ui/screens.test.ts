import type { Page } from 'playwright-core';
import { createOmsClient } from '../../client';
import { mintToken } from '../../local/issuer';
import { exampleRequest, EXAMPLE_KINDS } from '../../reference-data/example-data';
import { eventually } from '../support/eventually';
import { addFault } from '../support/invariants';
import { axeViolations, clearFaults, openBrowser, putUnreadable, screenshot, settled, signIn, submit, uiSystem, type UiBrowser } from './support';

const TENANT = 'looked-at';
const FAILING = 3;

const SEEDED = `query Seeded {
  documentRequests(filter: { statuses: [FAILED] }) { totalCount edges { node { id submissionId } } }
}`;
const RETRIGGER = 'mutation ($filter: ProcessingErrorFilter!) { retriggerErrors(filter: $filter, canary: 1, note: "looked at") { run { id } userErrors { message } } }';

interface Seeded {
  readonly completed: string;
  readonly failed: string;
  readonly submission: string;
  readonly run: string;
}

/** Something of each kind, so that no screen is empty. */
async function seed(): Promise<Seeded> {
  const system = uiSystem();
  const [completed] = await submit(system, TENANT, EXAMPLE_KINDS.map((kind, n) => exampleRequest(kind, n)));
  await putUnreadable(system, 'looked-at');
  await addFault(system, { call: 'submitJob', fault: 'status', status: 400 });
  await submit(system, TENANT, Array.from({ length: FAILING }, (_, n) => exampleRequest('INVOICE', n)));
  const client = createOmsClient({ url: system.url, token: await mintToken({ home: system.home, role: 'admin', tenant: TENANT }) });
  try {
    const failed = await eventually('the failures', async () => {
      const { documentRequests } = await client.graphql<{ documentRequests: { totalCount: number; edges: { node: { id: string; submissionId: string } }[] } }>(SEEDED);
      return documentRequests.totalCount >= FAILING ? documentRequests.edges[0]?.node : null;
    });
    const { retriggerErrors } = await client.graphql<{ retriggerErrors: { run: { id: string } | null; userErrors: unknown[] } }>(RETRIGGER, { filter: { codes: ['ENGINE_REJECTED'] } });
    if (!retriggerErrors.run) throw new Error(`nothing was retriggered: ${JSON.stringify(retriggerErrors.userErrors)}`);
    return { completed: completed ?? '', failed: failed.id, submission: failed.submissionId, run: retriggerErrors.run.id };
  } finally {
    await client.close();
  }
}

const LOOKS = [
  { name: 'light', scheme: 'light', width: 1280 },
  { name: 'dark', scheme: 'dark', width: 1280 },
  { name: 'narrow', scheme: 'light', width: 390 },
] as const;

/** In each look: what breaks a rule, and whether the page is wider than its window. Keeps a picture of each. */
async function faultsOf(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const look of LOOKS) {
    await page.setViewportSize({ width: look.width, height: 900 });
    await page.emulateMedia({ colorScheme: look.scheme });
    await page.locator(`html[data-mantine-color-scheme="${look.scheme}"]`).waitFor();
    const width = async () => Number(await page.evaluate('document.documentElement.scrollWidth'));
    // Charts and long lists follow the window a moment later.
    await eventually('the page to fit', async () => (await width()) <= look.width, 2_000).catch(() => undefined);
    const wide = await width();
    if (wide > look.width) found.push(`${look.name}: the page is ${wide} px wide`);
    found.push(...(await axeViolations(page)).map((violation) => `${look.name}: ${violation}`));
    await screenshot(page, `${name}-${look.name}`);
  }
  return found;
}

describe('every screen keeps WCAG 2.2 AA, in light, dark and narrow', () => {
  let browser: UiBrowser;
  let page: Page;
  let seeded: Seeded;
  beforeAll(async () => {
    browser = await openBrowser();
    seeded = await seed();
    page = await browser.page();
    await signIn(page, { roles: ['admin', 'operator'], tenant: TENANT });
  });
  afterAll(() => clearFaults(uiSystem()));

  it.each<[name: string, path: (seeded: Seeded) => string]>([
    ['overview', () => '/overview'],
    ['requests', () => '/requests'],
    ['request', ({ completed }) => `/requests/${completed}`],
    ['request-failed', ({ failed }) => `/requests/${failed}`],
    ['errors', () => '/errors'],
    ['run', ({ run }) => `/errors/runs/${run}`],
    ['submit', () => '/submit'],
    ['submission', ({ submission }) => `/submissions/${submission}`],
    ['reference-data', () => '/reference-data'],
    ['document-type', () => '/reference-data/document-types/INVOICE'],
    ['queues', () => '/jobs'],
    ['dead-letters', () => '/dead-letters'],
    ['audit', () => '/audit'],
    ['not-found', () => '/no/such/screen'],
  ])('%s', async (name, path) => {
    await page.goto(`/admin${path(seeded)}`);
    await page.locator('h1, h2').first().waitFor();
    await settled(page);
    expect(await faultsOf(page, name)).toEqual([]);
  });

  it('sign-in', async () => {
    const stranger = await browser.page();
    await stranger.goto('/admin/');
    await stranger.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await faultsOf(stranger, 'sign-in')).toEqual([]);
  });
});
