import type { Locator, Page } from 'playwright-core';
import { exampleRequest } from '../../reference-data/example-data';
import { eventually } from '../support/eventually';
import { addFault } from '../support/invariants';
import { clearFaults, openBrowser, screenshot, settled, signInByScreen, submit, uiSystem } from './support';

const TENANT = 'overlooked';

const count = (page: Page, name: string): Locator => page.locator(`[data-count="${name}"]`);
const numberIn = async (place: Locator): Promise<number> => Number((await place.innerText()).replace(/\D/g, ''));

describe('the overview', () => {
  let page: Page;
  beforeAll(async () => {
    page = await (await openBrowser()).page({ size: 'wide' });
    // As a person does: everybody else has a token from the start.
    await signInByScreen(page, { roles: ['operator', 'admin'], tenant: TENANT, to: '/overview' });
    await settled(page);
  });
  afterEach(() => clearFaults(uiSystem()));

  it('shows documents go their way, live, and then in the charts', async () => {
    const before = await numberIn(count(page, 'Completed'));
    await submit(uiSystem(), TENANT, Array.from({ length: 20 }, (_, n) => exampleRequest('INVOICE', n)));
    await eventually('20 more to be completed', async () => (await numberIn(count(page, 'Completed'))) >= before + 20);
    const latency = page.getByRole('region', { name: 'Latency' });
    await latency.getByText(/\d (ms|s)$/).first().waitFor();
    await page.getByLabel('Throughput as a table').click();
    await page.getByRole('region', { name: 'Throughput, as a table' }).getByRole('cell', { name: /[1-9].*\/s/ }).first().waitFor();
  });

  it('keeps the time it looks back over in the address', async () => {
    await page.getByText('15 min', { exact: true }).click();
    await page.waitForURL(/minutes=15/);
    await page.getByRole('heading', { name: 'Over the last 15 minutes' }).waitFor();
  });

  it('tells of an error as it happens, and leads to it', async () => {
    const failed = await numberIn(count(page, 'Failed'));
    await addFault(uiSystem(), { call: 'submitJob', fault: 'status', status: 400, count: 1 });
    await submit(uiSystem(), TENANT, [exampleRequest('INVOICE', 99)]);
    await eventually('one more to have failed', async () => (await numberIn(count(page, 'Failed'))) > failed);
    await screenshot(page, 'overview-wide');
    const code = page.getByRole('region', { name: 'Open errors by code' }).getByRole('link').first();
    await code.click();
    await page.waitForURL(/errors\?.*code=/);
    await page.getByRole('heading', { level: 1 }).waitFor();
  });
});
