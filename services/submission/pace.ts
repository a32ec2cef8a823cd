/** Long loops that leave the process its breath. */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long one call may keep the event loop to itself, in ms. */
const SLICE_MS = 10;

/** A breath between items: `await breathe()` after each gives way to others once the slice is used up. */
export function startPacing(): () => Promise<void> | void {
  let since = performance.now();
  return () => {
    if (performance.now() - since < SLICE_MS) return undefined;
    return nextTurn().then(() => {
      since = performance.now();
    });
  };
}

/** Cuts a list into pieces of at most `size`. */
export function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));
}

/** Runs `work` for each item, `count` of them at the same time. Rejects with the first failure once those under way have ended. */
export async function eachAtOnce<T>(count: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (const chunk of chunks(items, count)) {
    const ends = await Promise.allSettled(chunk.map(work));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
  }
}
