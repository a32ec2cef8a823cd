/**
 * The admin UI as it is served: built from admin/ where that has changed since, compressed, and put in place of the last one in one step.
 * sources.ts tells whether it has changed, compress.ts makes the smaller copies.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../home';
import { LaunchError } from '../process/launch-error';
import { run, tail } from '../process/run';
import { compressFiles } from './compress';
import { hashOfSources } from './sources';

/** Where the gateway looks for it. */
export const SCREENS = join(ROOT, 'admin/dist');
/** Beside the files, of the sources that they were built from. */
const STAMP = '.sources';
const BUILD_WITHIN_MS = 300_000;

/** True where what is built is what the sources say. */
export function screensAreBuilt(): boolean {
  const stamp = join(SCREENS, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOfSources();
}

/** Builds it, whether or not that is needed. Rejects with LaunchError and what the build said, with the last one still in place. */
export async function buildScreens(signal?: AbortSignal): Promise<void> {
  const hash = hashOfSources();
  const fresh = `${SCREENS}.${process.pid}`;
  try {
    // Whoever starts it in a test would build React's slow half.
    const env = { ...process.env, NODE_ENV: 'production' };
    const options = ['--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn'];
    const { code, output } = await run('npm', ['run', '--silent', 'build:admin', '--', ...options], { cwd: ROOT, env, timeoutMs: BUILD_WITHIN_MS, signal });
    if (code !== 0) throw new LaunchError(`npm run build:admin failed:\n${tail(output, 15)}`);
    await compressFiles(fresh);
    writeFileSync(join(fresh, STAMP), hash);
    rmSync(SCREENS, { recursive: true, force: true });
    renameSync(fresh, SCREENS);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
