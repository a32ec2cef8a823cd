import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { SCREENS } from '../../local/screens';

const MOST_BYTES = 300 * 1024;
const ASSETS = join(SCREENS, 'assets');

/** The chunks that a chunk cannot start without. */
function staticImports(file: string): string[] {
  const text = readFileSync(join(ASSETS, file), 'utf8');
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([\w.-]+\.js)["']/g)].map(([, name]) => name ?? '');
}

function withImports(files: readonly string[]): Set<string> {
  const all = new Set<string>();
  const waiting = [...files];
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    if (all.has(file)) continue;
    all.add(file);
    waiting.push(...staticImports(file));
  }
  return all;
}

/** Of the build that the run began with; with OMS_UI_URL, of the last one. */
describe('the first load', () => {
  it.each(['overview', 'requests'])('is less than 300 KB of JavaScript, gzipped: the start and %s, where people land, with all that they cannot start without', (screen) => {
    const index = readFileSync(join(SCREENS, 'index.html'), 'utf8');
    const named = [...index.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, url]) => basename(url ?? ''));
    const chunk = readdirSync(ASSETS).filter((file) => new RegExp(`^${screen}-[\\w-]{8}\\.js$`).test(file));
    expect(named.length).toBeGreaterThan(0);
    expect(chunk).toHaveLength(1);
    const files = withImports([...named, ...chunk]);
    const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(ASSETS, file))).byteLength, 0);
    expect(bytes).toBeLessThan(MOST_BYTES);
    // What only some screens need must not have come along.
    const heavy = [...files].filter((file) => /pdf|papaparse|plot|one-by-form|oidc/i.test(file));
    expect(heavy).toEqual([]);
  });
});
