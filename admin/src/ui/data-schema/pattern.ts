/** A text that matches a simple regular expression: literals, classes, groups and how often each comes. */

const FALLBACK = 'A';

/** Null where the pattern is of another kind. */
export function textMatching(pattern: string): string | null {
  const text = read(pattern.replace(/^\^/, '').replace(/\$$/, ''));
  try {
    return text !== null && new RegExp(pattern, 'u').test(text) ? text : null;
  } catch {
    return null;
  }
}

function read(pattern: string): string | null {
  let text = '';
  let at = 0;
  while (at < pattern.length) {
    const atom = /^(?:\[(\^?)((?:\\.|[^\]])+)\]|\\(.)|\((?:\?:)?([^()]*)\)|([^[\]()\\*+?{}|]))/su.exec(pattern.slice(at));
    if (!atom) return null;
    const [whole, negated, members, escaped, group, literal] = atom;
    at += whole.length;
    const piece = members !== undefined ? (negated ? outside(members) : firstOf(members)) : escaped !== undefined ? escapeOf(escaped) : group !== undefined ? read(group.split('|')[0] ?? '') : (literal === '.' ? FALLBACK : (literal ?? null));
    if (piece === null) return null;
    const often = /^(?:\{(\d+)(?:,\d*)?\}|([*+?]))\??/.exec(pattern.slice(at));
    at += often?.[0].length ?? 0;
    text += piece.repeat(often ? (often[1] !== undefined ? Number(often[1]) : often[2] === '+' ? 1 : 0) : 1);
  }
  return text;
}

function escapeOf(letter: string): string {
  return { d: '1', w: 'a', s: ' ', D: FALLBACK, W: '-', S: FALLBACK }[letter] ?? letter;
}

/** `1` where digits are among the members: it reads best in numbers and codes. */
function firstOf(members: string): string {
  if (members.includes('0-9')) return members.startsWith('A-Z') ? FALLBACK : '1';
  return members.startsWith('\\') ? escapeOf(members[1] ?? '') : (members[0] ?? FALLBACK);
}

function outside(members: string): string | null {
  return [...'Aa1-_ '].find((letter) => !new RegExp(`[${members}]`).test(letter)) ?? null;
}
