/** The rules of `data` that hold for every document type: what can be stored at all, and where the parties are. Pure. */
import type { JsonObject } from '../../../domain/document';
import { isStorable, MAX_DEPTH } from './item-rules';

/** One thing wrong with `data`: where, from its root, and what. */
export interface DataFault {
  readonly path: readonly string[];
  readonly message: string;
}

/** What no schema can allow: text and numbers that JSON in the database cannot hold, and nesting beyond MAX_DEPTH. At most `limit` faults. */
export function faultsOfJson(data: JsonObject, limit: number): DataFault[] {
  const faults: DataFault[] = [];
  const visit = (value: unknown, path: string[]): void => {
    if (faults.length >= limit) return;
    if (typeof value === 'string') {
      if (!isStorable(value)) faults.push({ path, message: 'holds a character that cannot be stored (NUL or half of a surrogate pair)' });
    } else if (typeof value === 'number') {
      if (!Number.isFinite(value)) faults.push({ path, message: 'is not a number that JSON can hold' });
    } else if (value !== null && typeof value === 'object') {
      if (path.length >= MAX_DEPTH) {
        faults.push({ path, message: `is nested more than ${MAX_DEPTH} levels deep` });
        return;
      }
      for (const [key, member] of Object.entries(value)) {
        if (isStorable(key)) visit(member, [...path, key]);
        else faults.push({ path, message: 'has a property whose name cannot be stored (NUL or half of a surrogate pair)' });
      }
    }
  };
  visit(data, []);
  return faults;
}

/** The reference tokens of a JSON Pointer (RFC 6901): '/a~1b/0' → ['a/b', '0']. */
export function pointerPath(pointer: string): string[] {
  return pointer.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(data: unknown, path: readonly string[]): unknown {
  let value = data;
  for (const token of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, token)) return undefined;
    value = (value as Record<string, unknown>)[token];
  }
  return value;
}

/**
 * The party ids that `data` holds under the type's partyFields. Absent, null and empty ones name nobody (whether they may be so is the schema's
 * business); anything else that is no string is a fault.
 */
export function partiesOf(
  data: JsonObject,
  partyFields: readonly string[],
): { readonly partyIds: Record<string, string> | null; readonly faults: DataFault[] } {
  const found: [string, string][] = [];
  const faults: DataFault[] = [];
  for (const pointer of partyFields) {
    const path = pointerPath(pointer);
    const value = valueAt(data, path);
    if (value === undefined || value === null || value === '') continue;
    if (typeof value === 'string') found.push([pointer, value]);
    else faults.push({ path, message: 'must be a party id, which is a string' });
  }
  return { partyIds: found.length > 0 ? Object.fromEntries(found) : null, faults };
}
