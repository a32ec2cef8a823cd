/** What the API takes and answers, as JSON Schema: bodies from the very schemas that check them. */
import { z } from 'zod';
import { documentTypeContent, sourceContent } from '../items/content';
import { PROBLEMS } from '../http/problems';
import { batchGetBody, partyContent } from '../parties/content';

type Schema = Record<string, unknown>;

function bodySchema(schema: z.ZodType): Schema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}

/** An answered item has every field: what the body may leave out has its default. */
function answerSchema(body: Schema): Schema {
  const properties = body.properties as Schema;
  return { ...body, properties, required: Object.keys(properties) };
}

function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

function page(list: string, item: string): Schema {
  return {
    type: 'object',
    required: [list, 'next'],
    properties: { [list]: { type: 'array', items: ref(item) }, next: { type: ['string', 'null'], description: 'Give it as `after` to get the next page; null on the last one.' } },
    additionalProperties: false,
  };
}

const count: Schema = { type: 'integer', minimum: 0 };
const faults: Schema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['pointer', 'message'],
    properties: { pointer: { type: 'string', description: 'JSON Pointer into the body.' }, message: { type: 'string' } },
    additionalProperties: false,
  },
};

/** components/schemas of the description. */
export function componentSchemas(): Record<string, Schema> {
  const documentType = bodySchema(documentTypeContent);
  const source = bodySchema(sourceContent);
  const party = bodySchema(partyContent);
  return {
    DocumentTypeBody: documentType,
    DocumentType: answerSchema(documentType),
    DocumentTypePage: page('documentTypes', 'DocumentType'),
    SourceBody: source,
    Source: answerSchema(source),
    SourcePage: page('sources', 'Source'),
    PartyBody: party,
    Party: answerSchema(party),
    PartyBatchGet: bodySchema(batchGetBody),
    PartyBatch: {
      type: 'object',
      required: ['parties', 'missing'],
      properties: { parties: { type: 'array', items: ref('Party') }, missing: { type: 'array', items: { type: 'string' } } },
      additionalProperties: false,
    },
    PartyImport: {
      type: 'object',
      description: '`lines` (the blank ones left out) = `created` + `updated` + `unchanged` + `faulty`.',
      required: ['lines', 'created', 'updated', 'unchanged', 'faulty', 'faultyLines'],
      properties: {
        lines: count,
        created: count,
        updated: count,
        unchanged: count,
        faulty: count,
        faultyLines: {
          type: 'array',
          maxItems: 100,
          description: 'The first 100 of the faulty ones.',
          items: { type: 'object', required: ['line', 'faults'], properties: { line: { type: 'integer', minimum: 1 }, faults }, additionalProperties: false },
        },
      },
      additionalProperties: false,
    },
    Problem: {
      type: 'object',
      required: ['type', 'title', 'status', 'detail', 'code'],
      properties: {
        type: { type: 'string' },
        title: { type: 'string' },
        status: { type: 'integer' },
        detail: { type: 'string', description: 'What was wrong, and what to do.' },
        code: { type: 'string', enum: Object.keys(PROBLEMS) },
        faults,
      },
    },
  };
}
