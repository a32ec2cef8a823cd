/** Calls of the Reference Data API, each answer held against its OpenAPI description. */
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { openApiDocument } from '../../../reference-data/openapi/document';

const BASE = '/reference-data/v1';

/** The fields of all answers: which of them one has, its description says and `caller` has checked. */
export interface Body {
  readonly code: string;
  readonly id: string;
  readonly title: string;
  readonly active: boolean;
  readonly version: number;
  readonly preferences: object;
  readonly faults: { pointer: string; message: string }[];
  readonly sources: { code: string }[];
  readonly documentTypes: { code: string }[];
  readonly next: string | null;
  readonly faultyLines: { line: number }[];
}

export interface Answer {
  readonly status: number;
  readonly etag: string;
  readonly headers: Headers;
  readonly body: Body;
}

interface Operation {
  readonly responses: Record<string, { $ref?: string; content?: Record<string, { schema: { $ref: string } }> }>;
}
interface Description {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly responses: Record<string, { content: Record<string, { schema: { $ref: string } }> }> };
}

const description = JSON.parse(JSON.stringify(openApiDocument())) as Description;
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema({ $id: 'api', ...description });

/** The schema that the description gives for this answer; null for answers without a body. Throws where it knows no such answer. */
function schemaOf(method: string, path: string, status: number, mediaType: string): string | null {
  const template = Object.keys(description.paths).find((each) => new RegExp(`^${each.replace(/\{\w+\}/g, '[^/]+')}$`).test(path) && !(each.includes('{id}') && /\/(batch-get|import)$/.test(path)));
  const operation = template && description.paths[template]?.[method.toLowerCase()];
  const described = operation ? operation.responses[String(status)] : undefined;
  if (!described) throw new Error(`the description knows no ${status} of ${method} ${path}`);
  const response = described.$ref ? description.components.responses[described.$ref.split('/').at(-1) ?? ''] : described;
  if (!response?.content) return null;
  const content = response.content[mediaType];
  if (!content) throw new Error(`the description knows no ${mediaType} of ${method} ${path}`);
  return content.schema.$ref;
}

export function caller(url: string, token: string, tenant?: string) {
  return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(`${url}${BASE}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(tenant ? { 'x-tenant': tenant } : {}),
        ...(body === undefined ? {} : { 'content-type': typeof body === 'string' ? 'application/x-ndjson' : 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const json: unknown = text === '' ? undefined : JSON.parse(text);
    const schema = schemaOf(method, path.split('?')[0] ?? '', response.status, (response.headers.get('content-type') ?? '').split(';')[0] ?? '');
    if (schema && !ajv.validate({ $ref: `api${schema}` }, json)) throw new Error(`${method} ${path} ${response.status}: ${ajv.errorsText()}\n${text}`);
    if (!schema && json !== undefined) throw new Error(`${method} ${path} ${response.status} has a body that is not described`);
    return { status: response.status, etag: response.headers.get('etag') ?? '', headers: response.headers, body: json as Body };
  };
}
export type Caller = ReturnType<typeof caller>;

export const TYPE = {
  title: 'Reminder',
  formats: ['PDF'],
  dataSchema: { type: 'object', required: ['amount'], properties: { amount: { type: 'number' } } },
  engineConfiguration: { default: 'reminder' },
};
