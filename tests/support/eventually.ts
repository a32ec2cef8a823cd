/** Waiting for what a running system does in its own time. */
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Calls `look` again and again until it gives something other than null, undefined or false, and gives that. Rejects after `withinMs` with
 * `what` was waited for, and the last error of `look` if it threw.
 */
export async function eventually<T>(what: string, look: () => T | Promise<T>, withinMs = 20_000): Promise<NonNullable<T>> {
  const deadline = Date.now() + withinMs;
  let last: unknown;
  for (;;) {
    try {
      const found = await look();
      if (found !== null && found !== undefined && found !== false) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() >= deadline) throw new Error(`not within ${withinMs} ms: ${what}`, { cause: last });
    await sleep(25);
  }
}
