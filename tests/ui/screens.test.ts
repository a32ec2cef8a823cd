import { axeViolations, openBrowser, screenshot, signIn, type UiBrowser } from './support';

describe('every screen', () => {
  let browser: UiBrowser;
  beforeAll(async () => {
    browser = await openBrowser();
  });

  it('opens', async () => {
    const page = await browser.page();
    await signIn(page, { roles: ['admin', 'operator'], tenant: 'u1' });
    await screenshot(page, 'overview');
    expect(await axeViolations(page)).toEqual([]);
  });
});
