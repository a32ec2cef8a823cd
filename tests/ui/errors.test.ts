import type { Locator, Page } from 'playwright-core';
import { exampleRequest } from '../../reference-data/example-data';
import { addFault } from '../support/invariants';
import { clearFaults, openBrowser, putUnreadable, signIn, submit, uiSystem, type UiBrowser } from './support';

const LONG_MS = 30_000;
/** Refused for good: nothing tries these again by itself. */
const REFUSING = { call: 'submitJob', fault: 'status', status: 400 };

let browser: UiBrowser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterEach(() => clearFaults(uiSystem()));

const requests = (count: number) => Array.from({ length: count }, (_, n) => ({ ...exampleRequest('INVOICE', n), format: 'PDF' as const }));
const rowsOf = (page: Page, status: string): Locator => page.getByRole('table').locator(`[data-status="${status}"]`);
const figure = (page: Page, name: string, value: number): Locator => page.locator(`[data-figure="${name}"]`, { hasText: new RegExp(`^${value}$`) });

async function errorsOf(tenant: string): Promise<Page> {
  const page = await browser.page();
  await signIn(page, { roles: ['admin'], tenant, to: '/errors' });
  await page.getByText('No open errors').waitFor();
  return page;
}

/** All that match are to be retriggered: opens the dialogue and waits for its preview. */
async function retriggerAll(page: Page, touched: number): Promise<Locator> {
  await page.getByRole('button', { name: `Select all ${touched} matching` }).click();
  await page.getByRole('button', { name: 'Retrigger', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Retrigger errors' });
  await dialog.getByTestId('retrigger-preview').getByText(`This will touch ${touched} errors`).waitFor();
  return dialog;
}

it('an engine that refuses: errors arrive live, are explained, retriggered, and seen to recover', async () => {
  const page = await errorsOf('refused');
  await addFault(uiSystem(), REFUSING);
  await submit(uiSystem(), 'refused', requests(3));
  await rowsOf(page, 'EXHAUSTED').nth(2).waitFor({ timeout: LONG_MS });
  await page.getByRole('button', { name: 'What ENGINE_REJECTED means' }).click();
  await page.getByText('The engine answered 4xx').waitFor();
  await page.getByRole('button', { name: 'ENGINE_REJECTED', exact: true }).click();
  expect(page.url()).toContain('code=ENGINE_REJECTED');

  await clearFaults(uiSystem());
  const dialog = await retriggerAll(page, 3);
  await dialog.getByLabel('Note').fill('the engine knows the configuration now');
  await dialog.getByRole('button', { name: 'Retrigger 3' }).click();
  await page.getByRole('heading', { name: 'Retrigger run Done' }).waitFor({ timeout: LONG_MS });
  await figure(page, 'Recovered', 3).waitFor();
  // Each of the three, as its error stands and in this run.
  await rowsOf(page, 'RECOVERED').nth(5).waitFor();
  await page.getByText('the engine knows the configuration now').waitFor();
});

it('a canary stops its run by itself while the fault is there; mended, the run is resumed; what is left is dismissed, and that undone', async () => {
  const page = await errorsOf('canary');
  await addFault(uiSystem(), REFUSING);
  await submit(uiSystem(), 'canary', requests(4));
  await rowsOf(page, 'EXHAUSTED').nth(3).waitFor({ timeout: LONG_MS });

  const dialog = await retriggerAll(page, 4);
  await dialog.getByText('Canary first').click();
  await dialog.getByLabel('Go first').fill('1');
  await dialog.getByRole('button', { name: 'Retrigger 4' }).click();
  await page.getByRole('heading', { name: 'Retrigger run Stopped' }).waitFor({ timeout: LONG_MS });
  await figure(page, 'Failed again', 1).waitFor();
  await page.getByText('3 were not released').waitFor();

  await clearFaults(uiSystem());
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('dialog', { name: 'Resume the run' }).getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('heading', { name: 'Retrigger run Done' }).waitFor({ timeout: LONG_MS });
  await figure(page, 'Recovered', 3).waitFor();

  await page.locator('#main').getByRole('link', { name: 'Errors' }).click();
  await page.getByTestId('errors-total').getByText('1 error', { exact: true }).waitFor();
  await page.getByRole('checkbox', { name: 'Select this row' }).click();
  await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
  const dismissal = page.getByRole('dialog', { name: 'Dismiss errors' });
  await dismissal.getByTestId('action-preview').getByText('This will touch 1 error').waitFor();
  await dismissal.getByLabel('Note').fill('sent by hand');
  await dismissal.getByRole('button', { name: 'Dismiss 1' }).click();
  await rowsOf(page, 'DISMISSED').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await rowsOf(page, 'EXHAUSTED').waitFor();
  await page.getByTestId('errors-total').getByText('1 error', { exact: true }).waitFor();

  await page.getByRole('link', { name: 'Audit' }).click();
  await page.getByRole('table', { name: 'Audit log' }).getByText('sent by hand').waitFor();
});

it('operators look at errors and leave them; a dead letter arrives, is looked into, and replayed under a name', async () => {
  const page = await browser.page();
  await signIn(page, { roles: ['operator'], tenant: '*', subject: 'olga', to: '/errors' });
  await page.getByTestId('errors-total').waitFor();
  expect(await page.getByRole('button', { name: 'Retrigger', exact: true }).count()).toBe(0);

  const key = `nobody-${Date.now()}`;
  await page.goto(`/admin/dead-letters?search=${key}`);
  await page.getByText('No dead letters match').waitFor();
  await putUnreadable(uiSystem(), key);
  const row = page.getByRole('row', { name: key });
  await row.waitFor({ timeout: LONG_MS });
  await row.getByText('oms.processing.v1').click();
  const letter = page.getByRole('dialog', { name: 'Dead letter' });
  await letter.getByText('nonsense').waitFor();
  await letter.getByText('Hex').click();
  await letter.getByText('6e 6f 6e 73 65 6e 73 65').waitFor();

  await letter.getByRole('button', { name: 'Replay' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replay 1 dead letter' });
  await dialog.getByLabel('Note').fill('mended the reader');
  await dialog.getByRole('button', { name: 'Replay 1' }).click();
  await letter.getByText('by olga').waitFor();
  // As unreadable as before, it comes again.
  await page.keyboard.press('Escape');
  await page.getByText('2 dead letters').waitFor({ timeout: LONG_MS });
});
