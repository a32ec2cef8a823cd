/** The rules of a document type's data schema: a JSON Schema 2020-12 that compiles, refers to nothing outside itself, and stays small and harmless. */
import Ajv2020, { type ErrorObject } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { JsonObject } from '../../domain/document';
import type { Fault } from '../http/problems';
import { isRepetitive } from './repetitive-pattern';

export const MAX_SCHEMA_BYTES = 256 * 1024;
const MAX_DEPTH = 64;
const MAX_PATTERN_LENGTH = 1_000;
const MAX_FAULTS = 100;
const DIALECT = /^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/;

/** Every fault, at most 100; none where the schema may be used. Pointers begin with `base`. */
export function dataSchemaFaults(schema: JsonObject, base = '/dataSchema'): Fault[] {
  const faults: Fault[] = [];
  if (!walk(schema, base, faults)) return faults;
  if (Buffer.byteLength(JSON.stringify(schema)) > MAX_SCHEMA_BYTES) faults.push({ pointer: base, message: 'must have at most 256 KiB as JSON' });
  if (faults.length === 0) faults.push(...compileFaults(schema, base));
  return faults.slice(0, MAX_FAULTS);
}

/** Collects what compiling would not say. @returns false where the schema is too deep to look at any further. */
function walk(schema: JsonObject, base: string, faults: Fault[]): boolean {
  const open: { value: unknown; pointer: string; depth: number }[] = [{ value: schema, pointer: base, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, pointer, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > MAX_DEPTH) {
      faults.push({ pointer: base, message: `must not be nested more than ${MAX_DEPTH} levels deep` });
      return false;
    }
    for (const [key, child] of Object.entries(value)) {
      const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      const fault = keywordFault(key, child);
      if (fault && faults.length < MAX_FAULTS) faults.push({ pointer: at, message: fault });
      open.push({ value: child, pointer: at, depth: depth + 1 });
    }
  }
  return true;
}

function keywordFault(key: string, value: unknown): string | null {
  switch (key) {
    case '$ref':
    case '$dynamicRef':
      return typeof value === 'string' && !value.startsWith('#') ? 'must refer to a part of this schema, beginning with "#"' : null;
    case '$schema':
      return typeof value === 'string' && !DIALECT.test(value) ? 'must be the dialect 2020-12, or absent' : null;
    case '$async':
      return value === true ? 'is not a keyword of JSON Schema' : null;
    case 'pattern':
      return typeof value === 'string' ? patternFault(value) : null;
    case 'patternProperties':
      return isObject(value) ? (Object.keys(value).map(patternFault).find((fault) => fault !== null) ?? null) : null;
    default:
      return null;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function patternFault(pattern: string): string | null {
  if (pattern.length > MAX_PATTERN_LENGTH) return `must have at most ${MAX_PATTERN_LENGTH} characters`;
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    return `is not a regular expression: ${(error as Error).message}`;
  }
  return isRepetitive(pattern) ? 'repeats a group that ends in a repetition, which can take forever to match; write it without nesting' : null;
}

/** Kept, since compiling the meta-schema takes far longer than any schema does. */
const metaSchema = new Ajv2020({ strict: false, allErrors: true, logger: false });

function compileFaults(schema: JsonObject, base: string): Fault[] {
  if (!metaSchema.validateSchema(schema)) {
    // That none of several alternatives fits only repeats what is wrong with each.
    const errors = (metaSchema.errors ?? []).filter((error) => error.keyword !== 'anyOf');
    return distinct(errors.map((error) => metaFault(error, base)));
  }
  const type = schema.type;
  if (type !== undefined && type !== 'object' && !(Array.isArray(type) && type.includes('object'))) {
    return [{ pointer: `${base}/type`, message: 'must be "object": data always is one' }];
  }
  try {
    const ajv = new Ajv2020({ strict: false, logger: false, validateSchema: false });
    addFormats(ajv);
    ajv.compile(schema);
    return [];
  } catch (error) {
    return [{ pointer: base, message: (error as Error).message }];
  }
}

function metaFault(error: ErrorObject, base: string): Fault {
  const allowed = error.keyword === 'enum' ? ` (${(error.params as { allowedValues: unknown[] }).allowedValues.join(', ')})` : '';
  return { pointer: `${base}${error.instancePath}`, message: `${error.message ?? 'is not valid'}${allowed}` };
}

function distinct(faults: Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [`${fault.pointer} ${fault.message}`, fault])).values()];
}
