import type { Page } from 'playwright-core';
import { exampleRequest } from '../../reference-data/example-data';
import { axeViolations, openBrowser, screenshot, signIn, submit, uiSystem, type UiBrowser } from './support';

/** A new one each time: on a system that goes on, versions would too. */
const TENANT = `ui-reference-data-${Date.now().toString(36)}`;

/** Another administrator's page, or one's own, at a document type. */
async function typeOpened(browser: UiBrowser, subject: string, code: string): Promise<Page> {
  const page = await browser.page();
  await signIn(page, { roles: ['admin'], tenant: TENANT, subject, to: `/reference-data/document-types/${code}` });
  await page.getByRole('tab', { name: 'Definition' }).waitFor();
  return page;
}

describe('reference data', () => {
  let browser: UiBrowser;
  beforeAll(async () => {
    browser = await openBrowser();
  });

  it('holds the next submission to a changed data schema', async () => {
    const page = await typeOpened(browser, 'ada', 'WELCOME_PACK');
    await page.getByRole('tab', { name: 'Data schema' }).click();
    await page.getByText('These data would be accepted.').waitFor();
    const schema = { type: 'object', required: ['memberNumber', 'branchOffice'], properties: { memberNumber: { type: 'string' }, branchOffice: { enum: ['NORTH', 'SOUTH'] } } };
    const editor = page.getByRole('textbox', { name: 'JSON Schema of the data' });
    await editor.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(JSON.stringify({ ...schema, type: 'objekt' }, null, 2));
    await page.getByText('must be one of').first().waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(JSON.stringify(schema, null, 2));
    await page.getByText('It is a JSON Schema that can be used.').waitFor();
    await page.getByText('These data would be accepted.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await screenshot(page, 'reference-data-schema');
    await page.getByRole('button', { name: 'Save as version 2' }).click();
    await page.getByText('Version 2', { exact: true }).waitFor();

    await expect(submit(uiSystem(), TENANT, [exampleRequest('WELCOME_PACK', 1)])).rejects.toThrow('branchOffice');
    await page.goto('/admin/submit?type=WELCOME_PACK');
    await page.getByRole('button', { name: 'Fill with an example' }).click();
    expect(await page.getByRole('combobox', { name: 'Branch office' }).inputValue()).toBe('NORTH');
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByTestId('sent').waitFor();
  });

  it("merges another administrator's change, asks where both changed the same, and warns before unsaved changes are left", async () => {
    const [ada, bob] = await Promise.all([typeOpened(browser, 'ada', 'INVOICE'), typeOpened(browser, 'bob', 'INVOICE')]);
    await bob.getByLabel('Title').fill('Invoice by Bob');
    await bob.getByRole('group', { name: 'Formats' }).getByText('DOCX').click();
    await bob.getByRole('button', { name: 'Save as version 2' }).click();
    await bob.getByText('Version 2', { exact: true }).waitFor();

    await ada.getByLabel('Title').fill('Invoice by Ada');
    await ada.getByLabel('Default').fill('invoice-of-ada');
    await ada.getByRole('link', { name: 'Submit' }).click();
    await ada.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Stay' }).last().click();
    await ada.getByRole('button', { name: 'Save as version 2' }).click();
    const conflict = ada.getByTestId('conflict');
    await conflict.waitFor();
    expect(await conflict.innerText()).toContain('formats');
    await conflict.getByRole('radiogroup', { name: 'What to keep of title' }).getByText('Mine').click();
    expect(await axeViolations(ada)).toEqual([]);
    await screenshot(ada, 'reference-data-conflict');
    await conflict.getByRole('button', { name: 'Take both changes' }).click();
    await ada.getByRole('button', { name: 'Save as version 3' }).click();
    await ada.getByText('Version 3', { exact: true }).waitFor();

    // Both are in: Bob's format, Ada's title and configuration.
    expect(await ada.getByRole('checkbox', { name: 'DOCX' }).isChecked()).toBe(true);
    expect(await ada.getByLabel('Default').inputValue()).toBe('invoice-of-ada');
    await ada.getByRole('tab', { name: 'Versions' }).click();
    await ada.getByRole('region', { name: 'Lines of both' }).getByText('invoice-of-ada').first().waitFor();
    expect(await axeViolations(ada)).toEqual([]);
    await screenshot(ada, 'reference-data-difference');
  });
});
