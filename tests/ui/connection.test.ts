import type { Page } from 'playwright-core';
import { exampleRequest } from '../../reference-data/example-data';
import { startCuttingProxy, type CuttingProxy } from '../support/cutting-proxy';
import { openBrowser, screenshot, settled, signIn, submit, tolerate, uiSystem, type UiBrowser } from './support';

const TENANT = 'cut-off';
const NOWHERE = 'http://127.0.0.1:1';

describe('a cut of the live connection', () => {
  let browser: UiBrowser;
  let proxy: CuttingProxy;
  let target: string;
  beforeAll(async () => {
    browser = await openBrowser();
    target = uiSystem().url;
    proxy = await startCuttingProxy(() => target);
  });
  afterAll(() => proxy.close());

  const banner = (page: Page) => page.getByText('Reconnecting', { exact: true });

  it('is told, and when it is back everything catches up by itself', async () => {
    const [known] = await submit(uiSystem(), TENANT, [exampleRequest('INVOICE', 1)]);
    const pages = await Promise.all([browser.page({ url: proxy.url }), browser.page({ url: proxy.url })]);
    const [list, overview] = pages;
    for (const page of pages) tolerate(page, /WebSocket|ERR_|Failed to load resource/);
    await signIn(list, { roles: ['admin', 'operator'], tenant: TENANT, to: '/requests' });
    await signIn(overview, { roles: ['operator'], tenant: '*', to: '/overview' });
    await list.locator(`[data-row-id="${known}"] [data-status="COMPLETED"]`).waitFor();
    const completed = overview.locator('[data-count="Completed"]');
    const before = await figureOf(completed);

    target = NOWHERE;
    expect(proxy.cut()).toBeGreaterThan(0);
    await Promise.all(pages.map((page) => banner(page).waitFor()));
    await screenshot(list, 'requests-reconnecting');
    const [missed] = await submit(uiSystem(), TENANT, [exampleRequest('INVOICE', 2)]);
    // What was known is still there to be read.
    expect(await list.locator(`[data-row-id="${known}"]`).count()).toBe(1);
    expect(await list.locator(`[data-row-id="${missed}"]`).count()).toBe(0);

    target = uiSystem().url;
    await Promise.all(pages.map((page) => banner(page).waitFor({ state: 'detached' })));
    // What is new does not push away what is being read: it is offered.
    await list.getByRole('button', { name: /new – show/ }).click();
    await list.locator(`[data-row-id="${missed}"] [data-status="COMPLETED"]`).waitFor();
    await overview.locator(`[data-count="Completed"]:not(:text-is("${before}"))`).waitFor();
    await settled(overview);
  });
});

async function figureOf(place: ReturnType<Page['locator']>): Promise<string> {
  await place.waitFor();
  return (await place.innerText()).trim();
}
