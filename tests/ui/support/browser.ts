/** The browser of the run, and pages in it that are watched. */
import { chromium, type Browser, type Page } from 'playwright-core';
import { checkProblems, watchProblems } from './problems';
import { uiSystem } from './ui-system';

export interface PageOptions {
  readonly scheme?: 'light' | 'dark';
  /** wide 1600 px, normal 1280 px, narrow 390 px. */
  readonly size?: 'wide' | 'normal' | 'narrow';
  /** Instead of the gateway: for a proxy in front of it. */
  readonly url?: string;
}

export interface UiBrowser {
  /** A page of somebody who shares nothing with the others; addresses are relative to the gateway. */
  page(options?: PageOptions): Promise<Page>;
}

const SIZES = { wide: { width: 1600, height: 1000 }, normal: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } } as const;

/** Call it in a beforeAll. It is closed at the end of the file, pages and all. */
export async function openBrowser(): Promise<UiBrowser> {
  const browser = await chromium.connect(uiSystem().browser);
  open.add(browser);
  return {
    async page({ scheme = 'light', size = 'normal', url = uiSystem().url } = {}) {
      const context = await browser.newContext({
        baseURL: url,
        colorScheme: scheme,
        viewport: SIZES[size],
        hasTouch: size === 'narrow',
        locale: 'en-GB',
        timezoneId: 'Europe/Zurich',
        reducedMotion: 'reduce',
        acceptDownloads: true,
      });
      context.setDefaultTimeout(15_000);
      const page = await context.newPage();
      watchProblems(page);
      return page;
    },
  };
}

const open = new Set<Browser>();

afterAll(async () => {
  await Promise.all([...open].map((browser) => browser.close()));
  open.clear();
});

// Pages may live through several tests: what went wrong is told by the test in which it did.
afterEach(() => checkProblems());
