import { buffer } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { exampleRequest } from '../../reference-data/example-data';
import { addFault } from '../support/invariants';
import { clearFaults, openBrowser, signIn, submit, uiSystem, type UiBrowser } from './support';

let browser: UiBrowser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterEach(() => clearFaults(uiSystem()));

/** New, so that lists begin empty on a system that is up already, too. */
const RUN = Date.now().toString(36);
const LETTER = { ...exampleRequest('POLICY_LETTER', 1), format: 'PDF' } as const;

/** Signed in on the list, which is followed from here on. */
async function listOf(tenant: string, search = ''): Promise<Page> {
  const page = await browser.page();
  await signIn(page, { roles: ['admin'], tenant, to: `/requests${search}` });
  return page;
}

it('shows a request as it is accepted, follows it until its document is there, and shows and saves the document', async () => {
  const page = await listOf(`followed-${RUN}`);
  await page.getByText('No requests yet').waitFor();
  await addFault(uiSystem(), { call: 'render', fault: 'errored', count: 1 });
  await submit(uiSystem(), `followed-${RUN}`, [{ ...LETTER, clientReference: 'the-letter' }]);

  await page.getByRole('link', { name: 'the-letter' }).click();
  await page.getByTestId('answer').getByText('The document is ready').waitFor();
  const story = page.getByRole('region', { name: 'What happened' });
  await story.getByText('ENGINE_RENDER_FAILED').waitFor();
  await story.getByText('Taken up again by recovery').waitFor();

  await page.getByTestId('pages').getByText('Page 1 of 1').waitFor();
  await page.locator('canvas.react-pdf__Page__canvas').waitFor();
  await page.getByText('Dear ').first().waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /Download PDF/ }).click()]);
  expect(download.suggestedFilename()).toBe('POLICY_LETTER-the-letter.pdf');
  expect((await buffer(await download.createReadStream())).subarray(0, 5).toString()).toBe('%PDF-');

  await page.getByRole('button', { name: 'Show: Events on the topics' }).click();
  await page.getByRole('cell', { name: 'oms.final-status.v1', exact: false }).waitFor();
});

it('keeps the filter in the address, and what comes later behind a button', async () => {
  const references = ['kept-1', 'kept-2', 'other-1'];
  await submit(uiSystem(), `filtered-${RUN}`, references.map((clientReference) => ({ ...LETTER, clientReference })));
  const page = await listOf(`filtered-${RUN}`);
  await page.getByRole('link', { name: 'other-1' }).waitFor();
  await page.getByLabel('Search').fill('kept');
  await page.waitForURL(/search=kept/);
  await page.reload();
  await page.getByTestId('total').getByText('2 requests').waitFor();
  expect(await page.getByLabel('Search').inputValue()).toBe('kept');
  expect(await page.getByRole('link', { name: 'other-1' }).count()).toBe(0);

  await submit(uiSystem(), `filtered-${RUN}`, ['kept-3', 'other-2'].map((clientReference) => ({ ...LETTER, clientReference })));
  await page.getByRole('button', { name: '1 new – show' }).click();
  await page.getByRole('link', { name: 'kept-3' }).waitFor();
});

it('shows two tenants in two browsers only their own', async () => {
  const [left, right] = await Promise.all([listOf(`left-${RUN}`), listOf(`right-${RUN}`)]);
  const [[ofLeft]] = await Promise.all([
    submit(uiSystem(), `left-${RUN}`, [{ ...LETTER, clientReference: 'of-left' }]),
    submit(uiSystem(), `right-${RUN}`, [{ ...LETTER, clientReference: 'of-right' }]),
  ]);
  await Promise.all([left.getByRole('link', { name: 'of-left' }).waitFor(), right.getByRole('link', { name: 'of-right' }).waitFor()]);
  expect(await left.getByText('of-right').count()).toBe(0);
  expect(await right.getByText('of-left').count()).toBe(0);
  await right.goto(`/admin/requests/${ofLeft}`);
  await right.getByText('There is no such request').waitFor();
});
