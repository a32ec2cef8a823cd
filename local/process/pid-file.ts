/** Files that remember a process, so that the next start can find exactly it again. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isRunning, type KnownProcess } from './identity';

/** Written whole or not at all: under a name of its own, then renamed. */
export function writeWhole(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.new`;
  writeFileSync(temporary, text, { mode });
  renameSync(temporary, path);
}

/** The process that the file remembers, if that very one still runs. */
export function readPidFile(path: string): KnownProcess | null {
  let known: KnownProcess;
  try {
    known = JSON.parse(readFileSync(path, 'utf8')) as KnownProcess;
  } catch {
    return null;
  }
  return isRunning(known) ? { pid: known.pid, identity: known.identity } : null;
}

export function writePidFile(path: string, known: KnownProcess): void {
  writeWhole(path, `${JSON.stringify(known)}\n`);
}

export function removePidFile(path: string): void {
  rmSync(path, { force: true });
}
