/** Reads an uploaded file into the rows of a batch. Rejects with a sentence where it is none. */
import { isObject, type JsonObject } from '../../../ui/data-schema';
import { columnsOf, rowOf } from './columns';
import { MAX_ROWS, PROBLEM, REQUEST_FIELDS, type BatchFile, type BatchRow } from './rows';

/** As much as the gateway takes in one body. */
export const MAX_FILE_BYTES = 32 * 1024 * 1024;

export async function readBatch(file: File, schema: JsonObject): Promise<BatchFile> {
  const text = await file.text();
  const json = /\.(json|ndjson|jsonl)$/i.test(file.name) || /^\s*[[{]/.test(text);
  const rows = json ? jsonRows(text) : await csvRows(text, schema);
  if (rows.length === 0) throw new Error('The file has no rows.');
  if (rows.length > MAX_ROWS) throw new Error(`The file has ${rows.length.toLocaleString()} rows; at most ${MAX_ROWS.toLocaleString()} go in one batch. Split it.`);
  return { name: file.name, kind: json ? 'json' : 'csv', rows };
}

async function csvRows(text: string, schema: JsonObject): Promise<BatchRow[]> {
  const { default: papa } = await import('papaparse');
  const { data, meta, errors } = papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: 'greedy' });
  const broken = errors.find(({ type }) => type === 'Quotes');
  if (broken) throw new Error(`Row ${(broken.row ?? 0) + 1} of the file cannot be read: ${broken.message}.`);
  const columns = columnsOf(meta.fields ?? [], schema);
  // The first line holds the names.
  return data.map((cells, index) => rowOf(index + 2, cells, columns));
}

/** A list of requests or of their data, or one object a line. */
function jsonRows(text: string): BatchRow[] {
  return itemsOf(text).map((item, index) => {
    const line = index + 1;
    if (!isObject(item)) return { line, original: { value: item }, input: { data: {} }, faults: [{ path: [], message: 'is no JSON object' }] };
    const { [PROBLEM]: _, ...original } = item;
    if (!isObject(original.data)) return { line, original, input: { data: original }, faults: [] };
    const { data, documentType: _type, ...rest } = original;
    const unknown = Object.keys(rest).filter((key) => !REQUEST_FIELDS.some((field) => field === key));
    const options = Object.fromEntries(REQUEST_FIELDS.flatMap((field) => (rest[field] === undefined || rest[field] === null ? [] : [[field, String(rest[field])]])));
    return { line, original, input: { ...options, data }, faults: unknown.map((key) => ({ path: [key], message: 'is no field of a request' })) };
  });
}

function itemsOf(text: string): unknown[] {
  try {
    const whole: unknown = JSON.parse(text);
    return Array.isArray(whole) ? whole : [whole];
  } catch (error) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    if (lines.length < 2 || !lines[0]?.trim().endsWith('}')) throw new Error(`This is no JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    return lines.map((line, index) => {
      try {
        return JSON.parse(line) as unknown;
      } catch {
        throw new Error(`Line ${index + 1} is no JSON.`);
      }
    });
  }
}
