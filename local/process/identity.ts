/** Which process a number means: numbers are used again, so a process is known by its number and when it began. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * What tells this process from any other that ever had its number, or null when none runs (one that has ended and was not yet
 * collected by its parent counts as ended).
 */
export function processIdentity(pid: number): string | null {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  try {
    if (process.platform === 'linux') {
      // The name in brackets may hold spaces: fields are counted from the last bracket. The state comes first, the start time 20th.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z' || fields[0] === 'X') return null;
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
    }
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return started || null;
  } catch {
    return null;
  }
}

/** A process as it is remembered across starts. */
export interface KnownProcess {
  readonly pid: number;
  readonly identity: string;
}

export function isRunning(known: KnownProcess): boolean {
  return processIdentity(known.pid) === known.identity;
}

/** @returns the process as it can be remembered; null when it has already ended. */
export function knownProcess(pid: number): KnownProcess | null {
  const identity = processIdentity(pid);
  return identity === null ? null : { pid, identity };
}
