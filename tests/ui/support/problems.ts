/** What goes wrong in a page: errors on its console, exceptions, rejections that nobody caught. */
import type { Page } from 'playwright-core';

interface Watched {
  readonly problems: string[];
  readonly tolerated: RegExp[];
}

const watched = new Map<Page, Watched>();

export function watchProblems(page: Page): void {
  const { problems } = watchedOf(page);
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('crash', () => problems.push('the page crashed'));
}

/** Errors of this page that match are to be expected, such as the answer to a call that must be refused. */
export function tolerate(page: Page, pattern: RegExp): void {
  watchedOf(page).tolerated.push(pattern);
}

/** Fails where a page had a problem since the last call. */
export function checkProblems(): void {
  const found: string[] = [];
  for (const { problems, tolerated } of watched.values()) {
    found.push(...problems.splice(0).filter((problem) => !tolerated.some((pattern) => pattern.test(problem))));
  }
  if (found.length > 0) throw new Error(`in the page:\n${found.join('\n')}`);
}

function watchedOf(page: Page): Watched {
  const known = watched.get(page) ?? { problems: [], tolerated: [] };
  watched.set(page, known);
  return known;
}
