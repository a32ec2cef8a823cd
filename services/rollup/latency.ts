/** The logarithmic histogram of latencies: slot n holds those above 2^((n-2)/4) ms and up to 2^((n-1)/4) ms, the last one everything beyond. Pure. */

export const SLOTS_PER_DOUBLING = 4;
/** The last begins at eight days. */
export const LATENCY_SLOTS = 120;

/** A slot (from 1 on) and how many fell into it. */
export type SlotCount = readonly [slot: number, count: number];

/** The upper bound, in ms, of the slot that the given share of all lies in or below; null where there are none. `slots` ascend. */
export function latencyAt(share: number, slots: readonly SlotCount[]): number | null {
  const all = slots.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [slot, count] of slots) {
    seen += count;
    if (seen >= share * all) return Math.round(10 * 2 ** ((slot - 1) / SLOTS_PER_DOUBLING)) / 10;
  }
  return null;
}
