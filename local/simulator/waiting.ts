/** Waits of the simulator, all of which end when it stops. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Faults } from './faults';

/** Rejects when `signal` is aborted. */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal });
}

/** Until the faults are cleared or `ms` have passed. Rejects when `signal` is aborted. */
export async function hang(faults: Faults, ms: number | undefined, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const timer = ms === undefined ? undefined : setTimeout(() => end(resolve), ms);
    const takeBack = faults.onceCleared(() => end(resolve));
    const abort = (): void => end(() => reject(new Error('the simulator is stopping')));
    const end = (then: () => void): void => {
      clearTimeout(timer);
      takeBack();
      signal.removeEventListener('abort', abort);
      then();
    };
    signal.addEventListener('abort', abort);
  });
}
