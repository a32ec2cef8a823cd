/** Children of a launcher or test that was killed. They end when their parent is gone, unless they hang or were stopped with SIGSTOP. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readPidFile, removePidFile } from './pid-file';
import { stopProcess } from './stop';

const GRACE_MS = 5_000;

/** Where a child of this home is remembered while it runs. */
export function childPidPath(home: string, name: string): string {
  return join(home, 'run', `child-${name}.pid`);
}

/** Ends every child of this home that still runs, and forgets them all. */
export async function stopLeftOvers(home: string): Promise<void> {
  const folder = join(home, 'run');
  const files = listed(folder).filter((file) => file.startsWith('child-'));
  await Promise.all(
    files.map(async (file) => {
      const left = readPidFile(join(folder, file));
      if (left) await stopProcess(left, { graceMs: GRACE_MS });
      removePidFile(join(folder, file));
    }),
  );
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
