/** Which schemas are checked in a time that grows no faster than the data, whoever wrote them and whatever is sent. Pure. */
import type { JsonObject } from '../../../domain/document';

/** Subschemas of one schema, each counted as often as it is referred to. */
const MAX_PARTS = 1_000;
/** Ways to match the ranges of one pattern at one place. */
const MAX_WAYS = 1_000;
const SLOW_KEYWORDS: ReadonlySet<string> = new Set(['patternProperties', '$dynamicRef', '$id', '$anchor']);
/** Types of items that are told apart by a look-up instead of one by one. */
const SCALARS: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean', 'null']);
const REFERENCE = /^#\/\$defs\/([A-Za-z0-9_-]+)$/;

/** False says no more than that it cannot be told: a few keywords, patterns with unbounded repetition or groups, and schemas that recur. */
export function isPlain(schema: JsonObject): boolean {
  const definitions = schema.$defs;
  let left = MAX_PARTS;
  const isPlainValue = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null) return true;
    left -= 1;
    return left > 0 && Object.entries(value).every(([key, child]) => isPlainKeyword(key, child, value as JsonObject));
  };
  const isPlainKeyword = (key: string, child: unknown, { items }: JsonObject): boolean => {
    if (SLOW_KEYWORDS.has(key)) return false;
    if (key === 'uniqueItems' && child === true) return typeof items === 'object' && items !== null && 'type' in items && SCALARS.has(items.type);
    if (key === 'pattern' && typeof child === 'string') return isPlainPattern(child);
    if (key !== '$ref' || typeof child !== 'string') return isPlainValue(child);
    const name = REFERENCE.exec(child)?.[1];
    return name !== undefined && typeof definitions === 'object' && definitions !== null && isPlainValue((definitions as JsonObject)[name]);
  };
  return isPlainValue(schema);
}

/** One character after the other, each a bounded number of times. */
function isPlainPattern(pattern: string): boolean {
  const bare = pattern.replace(/\\[1-9k]/g, '(').replace(/\\./gs, 'x').replace(/\[[^\]]*\]/g, 'x');
  if (/[*+(|]|\{\d+,\}/.test(bare)) return false;
  let ways = 1;
  for (const [, from, to] of bare.matchAll(/\{(\d+),(\d+)\}|\?/g)) ways *= from === undefined ? 2 : Number(to) - Number(from) + 1;
  return ways <= MAX_WAYS;
}
