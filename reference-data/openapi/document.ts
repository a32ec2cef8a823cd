/** The OpenAPI 3.1 description: served at /reference-data/v1/openapi.json, kept in docs/reference-data-openapi.json. */
import { PROBLEMS, type ProblemCode } from '../http/problems';
import { componentSchemas } from './schemas';

type Part = Record<string, unknown>;

function ref(section: string, name: string): Part {
  return { $ref: `#/components/${section}/${name}` };
}

function json(schema: string): Part {
  return { 'application/json': { schema: ref('schemas', schema) } };
}

function answer(description: string, schema?: string, headers: readonly string[] = []): Part {
  return {
    description,
    ...(headers.length > 0 ? { headers: Object.fromEntries(headers.map((name) => [name, ref('headers', name)])) } : {}),
    ...(schema ? { content: json(schema) } : {}),
  };
}

function problems(...codes: ProblemCode[]): Part {
  const all: ProblemCode[] = ['BAD_USER_INPUT', 'UNAUTHENTICATED', 'FORBIDDEN', ...codes, 'INTERNAL', 'SERVICE_UNAVAILABLE'];
  return Object.fromEntries(all.map((code) => [String(PROBLEMS[code].status), ref('responses', code)]));
}

function parameters(...names: string[]): Part[] {
  return [...names, 'XTenant'].map((name) => ref('parameters', name));
}

const ITEM_HEADERS = ['ETag', 'Cache-Control'];
const NOT_MODIFIED = { description: 'The caller has this version already (If-None-Match).' };

function readItem(summary: string, schema: string, ...names: string[]): Part {
  return {
    summary,
    parameters: parameters(...names, 'IfNoneMatch'),
    responses: { 200: answer('The item.', schema, ITEM_HEADERS), 304: NOT_MODIFIED, ...problems('NOT_FOUND') },
  };
}

function putItem(summary: string, schema: string, key: string): Part {
  return {
    summary,
    description: 'What exists is changed under If-Match alone; `If-None-Match: *` creates only.',
    parameters: parameters(key, 'IfMatch', 'CreateOnly'),
    requestBody: { required: true, content: json(`${schema}Body`) },
    responses: {
      200: answer('Changed.', schema, ITEM_HEADERS),
      201: answer('Created.', schema, ITEM_HEADERS),
      ...problems('VERSION_CONFLICT', 'TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'ITEM_INVALID', 'PRECONDITION_REQUIRED'),
    },
  };
}

function deleteItem(summary: string, key: string): Part {
  return {
    summary,
    parameters: parameters(key, 'IfMatch'),
    responses: { 204: { description: 'Done.' }, ...problems('NOT_FOUND', 'VERSION_CONFLICT') },
  };
}

function itemPaths(path: string, schema: string, what: string): Part {
  return {
    [`/${path}`]: {
      get: {
        summary: `The ${what}s in force for the tenant, by code`,
        parameters: parameters('Active', 'Limit', 'After'),
        responses: { 200: answer('One page.', `${schema}Page`, ['Link']), ...problems() },
      },
    },
    [`/${path}/{code}`]: {
      get: readItem(`The ${what} in force: the tenant's own, else that of all tenants`, schema, 'Code'),
      put: putItem(
        `Create or change the tenant's own ${what}; If-Match with the ETag of one of all tenants makes the tenant's own in its place, whose versions go on from there`,
        schema,
        'Code',
      ),
      delete: deleteItem(`Set the ${what} inactive; it stays readable`, 'Code'),
    },
    [`/${path}/{code}/versions/{version}`]: { get: readItem(`One version of a ${what}`, schema, 'Code', 'Version') },
  };
}

const PARTY_PATHS: Part = {
  '/parties/{id}': {
    get: readItem('One party', 'Party', 'PartyId'),
    put: putItem('Create or change a party', 'Party', 'PartyId'),
    delete: deleteItem('Remove a party for good', 'PartyId'),
  },
  '/parties/batch-get': {
    post: {
      summary: 'Up to 1,000 parties in one call',
      parameters: parameters(),
      requestBody: { required: true, content: json('PartyBatchGet') },
      responses: { 200: answer('Those that there are, and the ids of the others.', 'PartyBatch'), ...problems('TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'ITEM_INVALID') },
    },
  },
  '/parties/import': {
    post: {
      summary: 'Take in parties, one a line, any number',
      description:
        'Lines are stored in batches as they come; a party that exists is changed, one that says what is there already is left as it is. A call that breaks off keeps what was stored: send it again.',
      parameters: parameters(),
      requestBody: { required: true, content: { 'application/x-ndjson': { schema: { type: 'string', description: 'A PartyBody with its id on each line.' } } } },
      responses: { 200: answer('Counts, and the faulty lines.', 'PartyImport'), ...problems('UNSUPPORTED_MEDIA_TYPE') },
    },
  },
};

function parameter(name: string, where: string, schema: Part, description: string): Part {
  return { name, in: where, required: where === 'path', description, schema };
}

function problemResponse(description: string): Part {
  return { description, content: { 'application/problem+json': { schema: ref('schemas', 'Problem') } } };
}

const text = { type: 'string' };
const header = (description: string): Part => ({ description, schema: text });

/** Builds the description anew. */
export function openApiDocument(): Part {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Reference Data API',
      version: '1.0.0',
      description:
        'Document types, sources (client systems) and parties. Document types and sources belong to a tenant, or to all (tenant `*`); a tenant\'s own one wins. What belongs to another tenant is answered as what does not exist. Reading: any role. Changing: admin, the items of its own tenant.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/reference-data/v1' }],
    security: [{ bearer: [] }],
    paths: { ...itemPaths('document-types', 'DocumentType', 'document type'), ...itemPaths('sources', 'Source', 'source'), ...PARTY_PATHS },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      parameters: {
        Code: parameter('code', 'path', text, 'Code of the item.'),
        Version: parameter('version', 'path', { type: 'integer', minimum: 1 }, 'Every version stays readable.'),
        PartyId: parameter('id', 'path', text, 'Id of the party.'),
        Active: parameter('active', 'query', { type: 'boolean' }, 'Only active ones, or only inactive ones.'),
        Limit: parameter('limit', 'query', { type: 'integer', minimum: 1, maximum: 200, default: 50 }, 'Items on a page.'),
        After: parameter('after', 'query', text, 'The `next` of the page before.'),
        XTenant: parameter('X-Tenant', 'header', text, 'Needed with a token of the role service, which acts for this tenant; ignored with any other.'),
        IfMatch: parameter('If-Match', 'header', text, 'ETag of what is changed. Needed to change what exists.'),
        CreateOnly: parameter('If-None-Match', 'header', { const: '*' }, 'Create only.'),
        IfNoneMatch: parameter('If-None-Match', 'header', text, 'ETag that the caller has.'),
      },
      headers: {
        ETag: header('Opaque; names this version of this item.'),
        'Cache-Control': header('How long it may be used unasked.'),
        Link: header('The next page, with rel="next".'),
      },
      responses: Object.fromEntries(Object.entries(PROBLEMS).map(([code, { title }]): [string, Part] => [code, problemResponse(title)])),
      schemas: componentSchemas(),
    },
  };
}
