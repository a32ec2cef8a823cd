/** The vocabulary of JSON Schema for the editor, whose library speaks draft 7: that draft's meta-schema with the keywords that came after. */
import draft7 from 'ajv/dist/refs/json-schema-draft-07.json';
import type { jsonSchema } from 'codemirror-json-schema';

type EditorSchema = NonNullable<Parameters<typeof jsonSchema>[0]>;

const ANY = { $ref: '#' };
const BY_NAME = { type: 'object', additionalProperties: ANY };
const COUNT = { type: 'integer', minimum: 0 };

const LATER = {
  $defs: BY_NAME,
  $anchor: { type: 'string' },
  prefixItems: { type: 'array', items: ANY },
  unevaluatedProperties: ANY,
  unevaluatedItems: ANY,
  dependentSchemas: BY_NAME,
  dependentRequired: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } },
  minContains: COUNT,
  maxContains: COUNT,
  deprecated: { type: 'boolean' },
};

export const META_SCHEMA: EditorSchema = { ...(draft7 as EditorSchema), properties: { ...(draft7.properties as EditorSchema['properties']), ...(LATER as EditorSchema['properties']) } };
