/** An example of the data that a JSON Schema describes: what people begin with instead of an empty page. */
import { isObject, propertiesOf, requiredOf, resolved, typesOf, type JsonObject } from './parts';
import { textMatching } from './pattern';

const MAX_DEPTH = 12;
const TEXTS: Readonly<Record<string, string>> = {
  date: '2026-01-31',
  'date-time': '2026-01-31T12:00:00Z',
  time: '12:00:00Z',
  email: 'ada@example.org',
  uri: 'https://example.org/',
  uuid: '0b9c3c1e-6f3a-4d0e-9a57-1f0f6c1b2a3d',
};
/** Words for what people call their fields. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/name$/i, 'Ada Example'],
  [/street/i, 'Main Street 1'],
  [/city/i, 'Zürich'],
  [/text|reason|description|message/i, 'An example of a text'],
];

/** Meets the schema where it is of the usual kind; `all` fills optional fields too. */
export function exampleOf(schema: JsonObject, all = false): JsonObject {
  const example = valueOf(schema, schema, '', all, 0);
  return isObject(example) ? example : {};
}

function valueOf(root: JsonObject, part: unknown, name: string, all: boolean, depth: number): unknown {
  const schema = resolved(root, part) ?? {};
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.examples) && schema.examples.length > 0) return schema.examples[0];
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const alternative = [schema.oneOf, schema.anyOf].find(Array.isArray)?.[0] as unknown;
  if (alternative !== undefined && typesOf(schema).length === 0) return valueOf(root, alternative, name, all, depth + 1);
  switch (typesOf(schema)[0]) {
    case 'object':
      return depth < MAX_DEPTH ? objectOf(root, schema, all, depth) : {};
    case 'array':
      return depth < MAX_DEPTH ? arrayOf(root, schema, name, all, depth) : [];
    case 'integer':
    case 'number':
      return numberOf(schema);
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'string':
      return stringOf(schema, name);
    default:
      return '';
  }
}

function objectOf(root: JsonObject, schema: JsonObject, all: boolean, depth: number): JsonObject {
  const required = requiredOf(schema);
  const shown = Object.entries(propertiesOf(schema)).filter(([key]) => all || required.has(key));
  return Object.fromEntries(shown.map(([key, part]) => [key, valueOf(root, part, key, all, depth + 1)]));
}

function arrayOf(root: JsonObject, schema: JsonObject, name: string, all: boolean, depth: number): unknown[] {
  const least = typeof schema.minItems === 'number' ? schema.minItems : 0;
  return Array.from({ length: Math.min(Math.max(least, all || least > 0 ? 1 : 0), 20) }, () => valueOf(root, schema.items, name, all, depth + 1));
}

function numberOf({ minimum, exclusiveMinimum, maximum, multipleOf }: JsonObject): number {
  const least = typeof minimum === 'number' ? minimum : typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : 0;
  const wanted = Math.max(least, 1);
  const most = typeof maximum === 'number' ? Math.min(wanted, maximum) : wanted;
  return typeof multipleOf === 'number' && multipleOf > 0 ? Math.ceil(most / multipleOf) * multipleOf : most;
}

function stringOf({ format, pattern, minLength, maxLength }: JsonObject, name: string): string {
  if (typeof format === 'string' && TEXTS[format]) return TEXTS[format];
  if (typeof pattern === 'string') return textMatching(pattern) ?? '';
  const text = NAMES.find(([names]) => names.test(name))?.[1] ?? 'Example';
  const long = typeof minLength === 'number' ? text.padEnd(minLength, '.') : text;
  return typeof maxLength === 'number' ? long.slice(0, maxLength) : long;
}
