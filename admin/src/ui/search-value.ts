/** Reading the search of an address: what is not as it should be is left out. */

export function textOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** Those of the values that are allowed; undefined where none is. */
export function someOf<T extends string>(allowed: readonly T[], value: unknown): T[] | undefined {
  const given: unknown[] = Array.isArray(value) ? value : [value];
  const known = allowed.filter((each) => given.includes(each));
  return known.length > 0 ? known : undefined;
}

export function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((each) => each === value);
}

/** Without what is undefined, so that addresses stay short. */
export function given<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
