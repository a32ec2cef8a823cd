/** Two changes of one item, brought together: base is what both began with. Pure. */
import { diff3Merge } from 'node-diff3';
import { isObject, type JsonObject } from '../../../ui/data-schema';

/** Both changed the same, differently. */
export interface Collision {
  readonly path: readonly string[];
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
}

export interface Merged {
  /** Mine where they collide. */
  readonly value: JsonObject;
  readonly collisions: readonly Collision[];
  /** Where their change was taken. */
  readonly taken: readonly (readonly string[])[];
}

export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((item, index) => same(item, other[index]));
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]));
}

export function merge(base: JsonObject, mine: JsonObject, theirs: JsonObject): Merged {
  const collisions: Collision[] = [];
  const taken: string[][] = [];
  const visit = (path: string[], before: unknown, my: unknown, their: unknown): unknown => {
    if (same(my, their) || same(before, their)) return my;
    if (same(before, my)) {
      taken.push(path);
      return their;
    }
    if (isObject(my) && isObject(their)) {
      const old = isObject(before) ? before : {};
      const keys = [...new Set([...Object.keys(my), ...Object.keys(their)])];
      return Object.fromEntries(keys.map((key) => [key, visit([...path, key], old[key], my[key], their[key])] as const).filter(([, value]) => value !== undefined));
    }
    const list = Array.isArray(my) && Array.isArray(their) ? mergedLists(Array.isArray(before) ? before : [], my, their) : null;
    if (list) {
      taken.push(path);
      return list;
    }
    collisions.push({ path, base: before, mine: my, theirs: their });
    return my;
  };
  const value = visit([], base, mine, theirs);
  return { value: isObject(value) ? value : mine, collisions, taken };
}

/** Null where they collide. Lists of different words are sets: formats, sources, what is required. */
function mergedLists(base: unknown[], mine: unknown[], theirs: unknown[]): unknown[] | null {
  if ([base, mine, theirs].every(isSet)) {
    const kept = theirs.filter((item) => mine.includes(item) || !base.includes(item));
    return [...kept, ...mine.filter((item) => !base.includes(item) && !theirs.includes(item))];
  }
  const [my, old, their] = [mine, base, theirs].map((list) => list.map((item) => JSON.stringify(item)));
  const regions = diff3Merge(my ?? [], old ?? [], their ?? []);
  if (regions.some(({ conflict }) => conflict)) return null;
  return regions.flatMap(({ ok = [] }) => ok.map((text) => JSON.parse(text) as unknown));
}

function isSet(list: readonly unknown[]): boolean {
  return list.every((item) => typeof item === 'string') && new Set(list).size === list.length;
}

/** Where two values differ, as far down as both are objects. */
export function changedPaths(one: unknown, other: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (same(one, other)) return [];
  if (!isObject(one) || !isObject(other)) return [path];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((key) => changedPaths(one[key], other[key], [...path, key]));
}

/** The same object with another value at `path`; undefined takes it away. */
export function withAt(value: JsonObject, [key, ...rest]: readonly string[], chosen: unknown): JsonObject {
  if (key === undefined) return isObject(chosen) ? chosen : value;
  const child = value[key];
  const next = rest.length === 0 ? chosen : withAt(isObject(child) ? child : {}, rest, chosen);
  const { [key]: _, ...others } = value;
  return next === undefined ? others : { ...value, [key]: next };
}
