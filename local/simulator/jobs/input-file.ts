/** Taking a job's input: the rename that decides which of two jobs, or a job and a withdrawal, has it. */
import { copyFileSync, renameSync, statSync } from 'node:fs';

function withoutMissing<T>(action: () => T): T | null {
  try {
    return action();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** The path of an input once a job has taken it. */
export function takenPath(input: string): string {
  return `${input}.taken`;
}

/** The inode of a file, or null where there is none. */
export function inodeOf(path: string): number | null {
  return withoutMissing(() => statSync(path).ino);
}

/** Renames the input to its taken name. False: it is not there (any more). */
export function takeInput(input: string): boolean {
  return withoutMissing(() => {
    renameSync(input, takenPath(input));
    return true;
  }) ?? false;
}

/** For an engine that does not take its input: keeps a copy and leaves the file where it is. False: it is not there. */
export function copyInput(input: string): boolean {
  return withoutMissing(() => {
    copyFileSync(input, copiedPath(input));
    return true;
  }) ?? false;
}

/** The path of the copy. */
export function copiedPath(input: string): string {
  return `${input}.copied`;
}
