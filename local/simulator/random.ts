/** Seeded randomness: the same seed gives the same run, as far as the order of calls is the same. */

export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A time in ms around `meanMs`: log-normal, so most are a little shorter and some much longer, at most ten times the mean. */
  duration(meanMs: number): number;
}

const SIGMA = 0.5;

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  // mulberry32: 32 bits of state are plenty here.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  return {
    next,
    duration(meanMs) {
      if (meanMs <= 0) return 0;
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return Math.min(meanMs * Math.exp(SIGMA * normal - (SIGMA * SIGMA) / 2), meanMs * 10);
    },
  };
}
