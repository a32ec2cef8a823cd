/** Being somebody. */
import type { Page } from 'playwright-core';

export interface Who {
  readonly roles: readonly string[];
  readonly tenant: string;
  readonly subject?: string;
  readonly source?: string;
  /** The screen that is opened, with its search; the start when absent. */
  readonly to?: string;
}

/** The quick way: a token of local mode put where the sign-in screen puts it. Resolves when the screen's frame is there. */
export async function signIn(page: Page, { to = '/', ...wish }: Who): Promise<void> {
  const answer = await page.request.post('/admin/local-token', { data: { subject: 'ada', ...wish } });
  const { token } = (await answer.json()) as { token?: string };
  if (!token) throw new Error(`no token was given: ${answer.status()} ${await answer.text()}`);
  // Frames that are shut in have no storage, and need no token.
  await page.addInitScript({ content: `if (self === top) sessionStorage.setItem('oms.token', ${JSON.stringify(token)})` });
  await page.goto(`/admin${to}`);
  await inside(page);
}

const LABELS: Readonly<Record<string, string>> = { operator: 'Operator', admin: 'Administrator', client: 'Client', viewer: 'Viewer' };

/** Through the sign-in screen, as a person does. */
export async function signInByScreen(page: Page, { to = '/', roles, tenant, subject = 'ada' }: Omit<Who, 'source'>): Promise<void> {
  await page.goto(`/admin${to}`);
  await page.getByLabel('Name').fill(subject);
  await page.getByLabel('Tenant').fill(tenant);
  for (const [role, label] of Object.entries(LABELS)) {
    const chip = page.getByRole('checkbox', { name: label });
    if ((await chip.isChecked()) !== roles.includes(role)) await page.getByText(label, { exact: true }).click();
  }
  await page.getByRole('button', { name: 'Sign in' }).click();
  await inside(page);
}

async function inside(page: Page): Promise<void> {
  await page.locator('#main h1').first().waitFor();
}
