/** `npm start [-- --separate] [--without-admin]`: everything on this machine, until Ctrl-C. */
import { parseArgs } from 'node:util';
import { homeFolder } from './home';
import { mintToken } from './issuer';
import { launch } from './launcher';
import { greeting } from './launcher/greeting';
import { LaunchError } from './process/launch-error';
import { progressLines } from './process/progress';

const USAGE = 'usage: npm start [-- --separate] [--without-admin]   (--separate: each role a process of its own; --without-admin: the admin UI is not built)';

function options(args: readonly string[]): { separate: boolean; screens: boolean } {
  try {
    const { values } = parseArgs({ args: [...args], options: { separate: { type: 'boolean' }, 'without-admin': { type: 'boolean' } }, strict: true });
    return { separate: values.separate ?? false, screens: !values['without-admin'] };
  } catch (error) {
    throw new LaunchError(`${(error as Error).message.split('\n')[0]}\n${USAGE}`);
  }
}

async function main(): Promise<void> {
  const { separate, screens } = options(process.argv.slice(2));
  const home = homeFolder(process.env);
  const sinceMs = Date.now();
  const write = (text: string) => void process.stdout.write(text);
  // Whoever read our output may be gone; the system goes on without being watched.
  process.stdout.on('error', () => undefined);

  const ending = new AbortController();
  const asked = new Promise<void>((resolve) => ending.signal.addEventListener('abort', () => resolve()));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());

  const progress = progressLines(write);
  const say = (line: string) => write(`  ${new Date().toLocaleTimeString('en-GB')} ${line}\n`);
  try {
    const system = await launch({ home, env: process.env, separate, screens, progress, say, signal: ending.signal });
    progress.done('Ready', '', sinceMs);
    write(greeting(system.addresses, await mintToken({ home, role: 'client', tenant: 'demo' }), home));
    await asked;
    const stoppedMs = Date.now();
    write('\n');
    await system.stop();
    progress.done('Stopped', 'nothing is left running', stoppedMs);
  } catch (error) {
    if (!ending.signal.aborted) throw error;
    write('  Given up; nothing is left running.\n');
  }
  process.exit(0);
}

main().catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof LaunchError ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
});
