/** Chance that can be repeated: the same seed draws the same. */
export class Chance {
  private state: number;

  /** @param seed a whole number. @param salt tells draws for different purposes apart */
  constructor(seed: number, salt = '') {
    let state = seed >>> 0;
    for (const character of salt) state = Math.imul(state ^ character.charCodeAt(0), 0x9e3779b1) >>> 0;
    this.state = state;
  }

  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `low` up to but not `high`. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low));
  }

  pick<T>(items: readonly T[]): T {
    const found = items[this.between(0, items.length)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  }

  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last -= 1) {
      const other = this.between(0, last + 1);
      [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
    }
    return shuffled;
  }
}
