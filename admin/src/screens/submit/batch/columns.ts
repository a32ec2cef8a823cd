/** A line of a CSV file as data: the name of a column is the path of a field, the schema says what kind of value it is. */
import { isObject, partAt, typesOf, type JsonObject } from '../../../ui/data-schema';
import { REQUEST_FIELDS, type BatchRow } from './rows';

interface Column {
  readonly name: string;
  /** Of the request beside its data. */
  readonly option: string | null;
  readonly path: readonly string[];
  readonly types: readonly string[];
}

/** What each column of the file is. Throws with a sentence where a column can be none. */
export function columnsOf(names: readonly string[], schema: JsonObject): Column[] {
  return names
    .filter((name) => name.trim() !== '' && !name.startsWith('#'))
    .map((name) => {
      const option = REQUEST_FIELDS.find((field) => field === name.trim());
      // A field of the data that has the name of one of the request's is told apart by `data.` before it.
      if (option && partAt(schema, [option]) === null) return { name, option, path: [], types: ['string'] };
      const path = name.trim().replace(/^data\./, '').split('.');
      if (path.some((token) => token === '' || token === '__proto__')) throw new Error(`The column “${name}” names no field: write the path with dots, such as policyHolder.name.`);
      return { name, option: null, path, types: typesOf(partAt(schema, path)) };
    });
}

/** Empty cells say nothing of their field. */
export function rowOf(line: number, cells: Readonly<Record<string, string | undefined>>, columns: readonly Column[]): BatchRow {
  const data: JsonObject = {};
  const options: Record<string, string> = {};
  for (const { name, option, path, types } of columns) {
    const text = cells[name]?.trim() ?? '';
    if (text === '') continue;
    if (option) options[option] = text;
    else put(data, path, coerced(text, types));
  }
  return { line, original: { ...cells }, input: { ...options, data }, faults: [] };
}

/** What does not fit its type stays text: the schema then says what is wrong with it. */
function coerced(text: string, types: readonly string[]): unknown {
  if (types.includes('string') || types.length === 0) return text;
  if (types.includes('null') && text === 'null') return null;
  if (types.includes('boolean') && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if ((types.includes('number') || types.includes('integer')) && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (!types.includes('object') && !types.includes('array')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** `changes.0` makes a list, any other name an object. */
function put(data: JsonObject, path: readonly string[], value: unknown): void {
  let at: JsonObject | unknown[] = data;
  for (const [depth, token] of path.entries()) {
    const next = path[depth + 1];
    const known: unknown = Reflect.get(at, token);
    const child: unknown = next === undefined ? value : isObject(known) || Array.isArray(known) ? known : /^\d{1,4}$/.test(next) ? [] : {};
    Reflect.set(at, token, child);
    if (next === undefined) return;
    at = child as JsonObject | unknown[];
  }
}
