/**
 * Checks data against a document type's JSON Schema in the page, in the gateway's words, so that most faults are seen before sending. The schema is
 * interpreted, not compiled: the pages' content policy lets no text become code. The gateway has the last word.
 */
import { Validator, type OutputUnit } from '@cfworker/json-schema';
import applicator from 'ajv/dist/refs/json-schema-2020-12/meta/applicator.json';
import content from 'ajv/dist/refs/json-schema-2020-12/meta/content.json';
import core from 'ajv/dist/refs/json-schema-2020-12/meta/core.json';
import formatAnnotation from 'ajv/dist/refs/json-schema-2020-12/meta/format-annotation.json';
import metaData from 'ajv/dist/refs/json-schema-2020-12/meta/meta-data.json';
import unevaluated from 'ajv/dist/refs/json-schema-2020-12/meta/unevaluated.json';
import validation from 'ajv/dist/refs/json-schema-2020-12/meta/validation.json';
import metaSchema from 'ajv/dist/refs/json-schema-2020-12/schema.json';
import { messageOf } from './messages';
import { isObject, type JsonObject } from './parts';

/** One thing that is wrong: where, from the root of the data (or schema), and what. */
export interface Fault {
  readonly path: readonly string[];
  readonly message: string;
}

export interface DataCheck {
  /** What is wrong with `data`; empty where nothing is. */
  readonly faults: (data: unknown) => Fault[];
}

const DRAFT = '2020-12';
const MAX_FAULTS = 100;
/** Of these, what lies within is told by itself. */
const WRAPPERS = new Set([
  '$ref', '$dynamicRef', 'additionalItems', 'additionalProperties', 'allOf', 'contains', 'dependentSchemas', 'else', 'if', 'items', 'patternProperties', 'prefixItems',
  'properties', 'propertyNames', 'then', 'unevaluatedItems', 'unevaluatedProperties',
]);

const META_SCHEMA: JsonObject = metaSchema;
/** By the names that the meta-schema has for them. */
const VOCABULARIES: Readonly<Record<string, JsonObject>> = {
  'meta/applicator': applicator,
  'meta/content': content,
  'meta/core': core,
  'meta/format-annotation': formatAnnotation,
  'meta/meta-data': metaData,
  'meta/unevaluated': unevaluated,
  'meta/validation': validation,
};
const metaValidator = new Validator(META_SCHEMA, DRAFT, false);
for (const vocabulary of Object.values(VOCABULARIES)) metaValidator.addSchema(vocabulary);

/** What keeps `schema` from being a JSON Schema 2020-12 that can be used, as far as the page can tell; empty where nothing does. */
export function schemaFaults(schema: JsonObject): Fault[] {
  const { valid, errors } = metaValidator.validate(schema);
  // That none of several alternatives fits only repeats what is wrong with each.
  if (!valid) return faultsOf(errors, META_SCHEMA).filter(({ message }) => !message.startsWith('must match'));
  try {
    // Follows every reference, and meets every pattern, that the data reach.
    new Validator(schema, DRAFT, false).validate({});
    return [];
  } catch (error) {
    return [{ path: [], message: error instanceof Error ? error.message : String(error) }];
  }
}

/** Throws where the schema cannot be used: ask schemaFaults first. */
export function dataCheck(schema: JsonObject): DataCheck {
  const validator = new Validator(schema, DRAFT, false);
  return {
    faults: (data) => {
      const { valid, errors } = validator.validate(data);
      return valid ? [] : faultsOf(errors, schema);
    },
  };
}

function faultsOf(errors: readonly OutputUnit[], schema: JsonObject): Fault[] {
  const faults = errors.filter(({ keyword }) => !WRAPPERS.has(keyword)).map((error) => faultOf(error, schema));
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()].slice(0, MAX_FAULTS);
}

function faultOf({ keyword, keywordLocation, instanceLocation, error }: OutputUnit, schema: JsonObject): Fault {
  const path = segments(instanceLocation);
  const missing = keyword === 'required' ? /^Instance does not have required property "(.*)"\.$/s.exec(error)?.[1] : undefined;
  return { path: missing === undefined ? path : [...path, missing], message: messageOf(keyword, at(schema, segments(keywordLocation)), error) };
}

function segments(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => decodeURI(token).replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What stands in the schema at a place that may lead through references; undefined where it leads to what is not known here. */
function at(schema: JsonObject, path: readonly string[]): unknown {
  let root = schema;
  let value: unknown = schema;
  for (const segment of path) {
    value = isObject(value) || Array.isArray(value) ? (value as Record<string, unknown>)[segment] : undefined;
    if (segment !== '$ref' || typeof value !== 'string') continue;
    const [document = '', pointer = ''] = value.split('#');
    root = document === '' ? root : (VOCABULARIES[document] ?? {});
    value = at(root, segments(pointer));
  }
  return value;
}
