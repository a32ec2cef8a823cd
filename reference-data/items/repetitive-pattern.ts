/** A cheap guard against regular expressions whose matching time explodes: repetition of a group that itself ends in a repetition. */

interface Group {
  /** Holds an unbounded repetition somewhere. */
  unbounded: boolean;
  /** Some alternative so far ends in a repeated or optional part. */
  endsRepeated: boolean;
  /** The part just read is repeated or optional. */
  lastRepeated: boolean;
}

/** True for patterns such as (a+)+, (\d*)*, ([a-z]+,?)*: not a proof of harm, and no proof of harmlessness where false. */
export function isRepetitive(pattern: string): boolean {
  const stack: Group[] = [{ unbounded: false, endsRepeated: false, lastRepeated: false }];
  let closed: Group | null = null;
  for (let at = 0; at < pattern.length; at += 1) {
    const group = stack[stack.length - 1];
    if (!group) return false;
    const quantifier = /^(?:[*+?]|\{\d+(,\d*)?\})\??/.exec(pattern.slice(at, at + 24));
    if (quantifier) {
      const text = quantifier[0];
      const unbounded = text.startsWith('*') || text.startsWith('+') || quantifier[1] === ',';
      if (unbounded && closed?.unbounded && closed.endsRepeated) return true;
      group.unbounded ||= unbounded;
      group.lastRepeated = true;
      closed = null;
      at += text.length - 1;
      continue;
    }
    closed = null;
    const character = pattern[at];
    if (character === '(') {
      stack.push({ unbounded: false, endsRepeated: false, lastRepeated: false });
      at += /^\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?/.exec(pattern.slice(at))?.[0].length ?? 1;
      at -= 1;
    } else if (character === ')') {
      group.endsRepeated ||= group.lastRepeated;
      stack.pop();
      const outer = stack[stack.length - 1];
      if (!outer) return false;
      outer.unbounded ||= group.unbounded;
      outer.lastRepeated = group.endsRepeated && group.unbounded;
      closed = group;
    } else if (character === '|') {
      group.endsRepeated ||= group.lastRepeated;
      group.lastRepeated = false;
    } else {
      group.lastRepeated = false;
      if (character === '\\') at += 1;
      if (character === '[') at = endOfClass(pattern, at);
    }
  }
  return false;
}

function endOfClass(pattern: string, from: number): number {
  for (let at = from + 1; at < pattern.length; at += 1) {
    if (pattern[at] === '\\') at += 1;
    else if (pattern[at] === ']') return at;
  }
  return pattern.length;
}
