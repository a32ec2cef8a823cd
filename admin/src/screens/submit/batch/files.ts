/** Files to download: the template of a type, and faulty rows to be corrected. */
import { exampleOf, isObject, pathText, propertiesOf, resolved, typesOf, type JsonObject } from '../../../ui/data-schema';
import { PROBLEM, type BatchFile, type FaultyRow } from './rows';

const MAX_DEPTH = 6;

/** One column for each field, and a first row that is an example of it. */
export async function templateOf(schema: JsonObject): Promise<string> {
  const { default: papa } = await import('papaparse');
  const example = exampleOf(schema);
  const paths = leavesOf(schema, schema, 0);
  const row = paths.map((path) => cellOf(path.reduce<unknown>((value, token) => (isObject(value) ? value[token] : undefined), example)));
  return papa.unparse({ fields: ['clientReference', ...paths.map((path) => path.join('.'))], data: [['my-1', ...row]] });
}

/** Lists are one column, written as JSON. */
function leavesOf(root: JsonObject, part: unknown, depth: number): string[][] {
  const schema = resolved(root, part) ?? {};
  return Object.entries(propertiesOf(schema)).flatMap(([name, child]) => {
    const types = typesOf(resolved(root, child));
    return types.includes('object') && depth < MAX_DEPTH ? leavesOf(root, child, depth + 1).map((path) => [name, ...path]) : [[name]];
  });
}

function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The rows as they stood in the file, each with what is wrong with it. */
export async function faultyFileOf({ kind }: BatchFile, faulty: readonly FaultyRow[]): Promise<string> {
  const rows = faulty.map(({ row, faults }) => ({ ...row.original, [PROBLEM]: faults.map(({ path, message }) => `${pathText(path)} ${message}`.trim()).join('; ') }));
  if (kind === 'json') return JSON.stringify(rows, null, 2);
  const { default: papa } = await import('papaparse');
  return papa.unparse(rows);
}
