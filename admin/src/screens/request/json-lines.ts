/** JSON, line by line, with what one value has more than another. Pure. */

export interface JsonLine {
  readonly text: string;
  /** Not in the value that it is compared with, or different there. */
  readonly added: boolean;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `value` as indented JSON; without `before`, nothing counts as added. */
export function jsonLines(value: unknown, before: unknown = value): JsonLine[] {
  return linesOf(value, before, '', '', '');
}

function linesOf(value: unknown, before: unknown, indent: string, name: string, end: string): JsonLine[] {
  const added = JSON.stringify(before) === undefined;
  if (Array.isArray(value) && value.length > 0) {
    const known: unknown[] = Array.isArray(before) ? before : [];
    const inner = value.flatMap((each: unknown, index) => linesOf(each, known[index], `${indent}  `, '', index < value.length - 1 ? ',' : ''));
    return [{ text: `${indent}${name}[`, added }, ...inner, { text: `${indent}]${end}`, added }];
  }
  if (isObject(value) && Object.keys(value).length > 0) {
    const known = isObject(before) ? before : {};
    const entries = Object.entries(value);
    const inner = entries.flatMap(([key, each], index) => linesOf(each, known[key], `${indent}  `, `${JSON.stringify(key)}: `, index < entries.length - 1 ? ',' : ''));
    return [{ text: `${indent}${name}{`, added }, ...inner, { text: `${indent}}${end}`, added }];
  }
  const text = JSON.stringify(value);
  return [{ text: `${indent}${name}${text}${end}`, added: text !== JSON.stringify(before) }];
}
