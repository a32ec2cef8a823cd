/** How a page looks: to the rules of accessibility, and to people afterwards. */
import AxeBuilder from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';

const WCAG_2_2_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Resolves when nothing on the page says any more that it is being loaded. */
export async function settled(page: Page): Promise<void> {
  await page.locator('.mantine-Skeleton-root, .mantine-Loader-root, [data-loading]').first().waitFor({ state: 'detached' });
}

/** One sentence for each element that breaks a rule of WCAG 2.2 AA, or what is good practice; empty when all is well. */
export async function axeViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG_2_2_AA).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}: ${failureSummary?.split('\n').slice(1).join(' ').trim()}`));
}

const folder = process.env.OMS_UI_ARTEFACTS ?? resolve(__dirname, '../artefacts');

/** The whole page as it is now, kept as `name`.png. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, animations: 'disabled', caret: 'hide' });
}
