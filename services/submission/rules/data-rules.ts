/** The rules of `data` that hold for every document type: what can be stored at all, and where the parties are. Pure. */
import type { JsonObject } from '../../../domain/document';
import { isStorable, MAX_DEPTH, UNSTORABLE_TEXT } from './item-rules';

/** One thing wrong with `data`: where, from its root, and what. */
export interface DataFault {
  readonly path: readonly string[];
  readonly message: string;
}

/** What a look at the whole of `data` says, before any schema. */
export interface DataInspection {
  /** What no schema can allow: text and numbers that JSON in the database cannot hold, and nesting beyond MAX_DEPTH. */
  readonly faults: readonly DataFault[];
  /** It has certainly more bytes than allowed; then nothing further was looked at. */
  readonly tooLarge: boolean;
}

/** Looks at every value, at most `maxFaults` faults and about `maxBytes` of JSON far: however large the input, the effort is bounded. */
export function inspectData(data: JsonObject, maxBytes: number, maxFaults: number): DataInspection {
  const faults: DataFault[] = [];
  const path: string[] = [];
  let bytes = 0;
  const tooLarge = () => bytes > maxBytes + 1;
  const fault = (message: string) => faults.push({ path: [...path], message });
  const visitMember = (key: string, member: unknown): void => {
    path.push(key);
    visit(member);
    path.pop();
  };
  const visit = (value: unknown): void => {
    // At least: one byte for the value and one for what parts it from the next (but the last), and one for each character of text.
    bytes += 2 + (typeof value === 'string' ? value.length : 0);
    if (tooLarge() || faults.length >= maxFaults) return;
    if (typeof value === 'string' && !isStorable(value)) fault(`holds ${UNSTORABLE_TEXT}`);
    if (typeof value === 'number' && !Number.isFinite(value)) fault('is not a number that JSON can hold');
    if (typeof value !== 'object' || value === null) return;
    if (path.length >= MAX_DEPTH) {
      fault(`is nested more than ${MAX_DEPTH} levels deep`);
    } else if (Array.isArray(value)) {
      for (let index = 0; index < value.length && !tooLarge(); index += 1) visitMember(String(index), value[index]);
    } else {
      for (const key in value) {
        bytes += key.length + 2;
        if (!isStorable(key)) fault(`has a property whose name holds ${UNSTORABLE_TEXT}`);
        else visitMember(key, (value as JsonObject)[key]);
        if (tooLarge()) break;
      }
    }
  };
  visit(data);
  return { faults, tooLarge: tooLarge() };
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
