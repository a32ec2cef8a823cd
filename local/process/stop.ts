/** Ending a process for certain. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, type KnownProcess } from './identity';
import { errorCode } from './launch-error';

export interface StopOptions {
  /** How it is asked. */
  readonly signal?: NodeJS.Signals;
  /** How long it may take before it is killed, in ms. */
  readonly graceMs: number;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

/** @returns whether the process ended within `timeoutMs`. */
export async function ended(known: KnownProcess, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isRunning(known)) {
    if (Date.now() >= deadline) return false;
    await sleep(20);
  }
  return true;
}

/** Asks the process to end, waits, and kills it when it does not. @returns false when it had to be killed. */
export async function stopProcess(known: KnownProcess, options: StopOptions): Promise<boolean> {
  if (!isRunning(known)) return true;
  send(known.pid, options.signal ?? 'SIGTERM');
  // One that is stopped takes the signal only once it goes on.
  send(known.pid, 'SIGCONT');
  if (await ended(known, options.graceMs)) return true;
  if (isRunning(known)) send(known.pid, 'SIGKILL');
  await ended(known, 2_000);
  return false;
}
