import { axeViolations, openBrowser, screenshot, signIn, type UiBrowser } from './support';

const TENANT = 'ui-submit';
const COLUMNS = ['clientReference', 'policyNumber', 'policyHolder.name', 'policyHolder.address.street', 'policyHolder.address.postalCode', 'policyHolder.address.city', 'policyHolder.address.country', 'product', 'effectiveDate', 'premium.amount', 'premium.currency'];

function line(n: number, premium = '120.50'): string {
  return [`row-${n}`, `POL-${String(10_000_000 + n)}`, 'Ada Example', 'Main Street 1', '8001', 'Zürich', 'CH', 'TRAVEL', '2026-02-01', premium, 'CHF'].join(',');
}

describe('submit', () => {
  let browser: UiBrowser;
  beforeAll(async () => {
    browser = await openBrowser();
  });

  it('asks for one document by form, shows the code of it, and follows it until it is there', async () => {
    const page = await browser.page({ size: 'wide' });
    await signIn(page, { roles: ['admin'], tenant: TENANT, to: '/submit?type=POLICY_LETTER' });
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    // The page knows the schema: nothing was sent.
    await page.getByText('is required').first().waitFor();

    await page.getByRole('button', { name: 'Fill with an example' }).click();
    await page.getByLabel('Client reference').fill('by form');
    await page.getByRole('switch', { name: 'Show the code' }).click();
    await page.getByRole('region', { name: 'GraphQL code' }).getByText('"clientReference": "by form"').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByTestId('sent').getByText('Completed').waitFor();
    await screenshot(page, 'submit-one-wide');
  });

  it('sends the good rows of a file, keeps the bad one for correction, and follows the submission to its documents', async () => {
    const page = await browser.page();
    await signIn(page, { roles: ['client'], tenant: TENANT, to: '/submit?type=POLICY_LETTER&many=true' });
    const rows = [COLUMNS.join(','), ...Array.from({ length: 12 }, (_, n) => line(n)), line(99, 'a lot')];
    await page.locator('input[type=file]').setInputFiles({ name: 'letters.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });

    await page.getByText('12 of 13 rows are in order').waitFor();
    const faulty = page.getByRole('table', { name: 'Faulty rows' }).getByRole('row').nth(1);
    expect(await faulty.innerText()).toMatch(/14\s+premium\.amount\s+must be number/);
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download them to correct' }).click();
    expect((await saved).suggestedFilename()).toBe('letters-to-correct.csv');
    expect(await axeViolations(page)).toEqual([]);
    await screenshot(page, 'submit-many');

    await page.getByRole('button', { name: 'Submit the 12 good ones' }).click();
    await page.getByText('12 accepted').waitFor();
    await page.getByRole('button', { name: 'Follow them until the documents are there' }).click();
    await page.getByRole('heading', { name: 'All 12 documents are there' }).waitFor();
    const completed = page.getByRole('table', { name: 'Documents' }).getByText('Completed');
    // The list is read once more after the last one is there.
    await completed.nth(11).waitFor();
    expect(await completed.count()).toBe(12);
    expect(await axeViolations(page)).toEqual([]);
    await screenshot(page, 'submission');
  });
});
