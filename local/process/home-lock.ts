/** One launcher at a time for each home. */
import { linkSync, mkdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { knownProcess } from './identity';
import { errorCode, fileFault, LaunchError } from './launch-error';
import { readPidFile } from './pid-file';

/** Kafka's log segments, a database and some documents. */
const SPACE_NEEDED = 300 * 1024 * 1024;

export interface HomeLock {
  release(): void;
}

/** Somebody else's start holds the home. */
export class HomeInUse extends LaunchError {
  constructor(
    readonly home: string,
    readonly pid: number,
  ) {
    super(`A start with ${home} is already running (process ${pid}): use it, stop it, or set OMS_HOME and other ports for a second one beside it.`);
  }
}

/** Makes the folder, sees that it can be used, and holds it for this process. Throws LaunchError, HomeInUse among them. */
export function takeHome(home: string): HomeLock {
  const path = join(home, 'launcher.pid');
  const own = `${path}.${process.pid}`;
  try {
    mkdirSync(home, { recursive: true });
    const space = statfsSync(home);
    if (space.bavail * space.bsize < SPACE_NEEDED) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    writeFileSync(own, `${JSON.stringify(knownProcess(process.pid))}\n`);
    take(home, path, own);
  } catch (error) {
    throw fileFault(error, home) ?? error;
  } finally {
    rmSync(own, { force: true });
  }
  return {
    release: () => {
      if (readPidFile(path)?.pid === process.pid) rmSync(path, { force: true });
    },
  };
}

/** A link fails where one exists, so of two that start at once one wins; a file whose process has ended is removed first. */
function take(home: string, path: string, own: string): void {
  for (;;) {
    try {
      linkSync(own, path);
      return;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    const holder = readPidFile(path);
    if (holder) throw new HomeInUse(home, holder.pid);
    discard(path);
  }
}

/** Moves a left-over aside before it goes, for another start may have put its own there since we looked. */
function discard(path: string): void {
  const aside = `${path}.${process.pid}.old`;
  try {
    renameSync(path, aside);
    if (readPidFile(aside)) linkSync(aside, path);
  } catch {
    // Another start was faster: the next look at the file tells.
  }
  rmSync(aside, { force: true });
}
