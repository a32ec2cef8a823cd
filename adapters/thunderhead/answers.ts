/** The shapes of the engine's answers, and reading them: anything else is a protocol failure. */
import { z } from 'zod';
import { EngineCallFailed } from '../../services/ports/document-engine';

const GUARD = 'while(1);';

/** What goes into a header of ours and a column: a media type with parameters, no more. */
export const mimeTypeSchema = z.string().max(200).regex(/^[\w.+-]+\/[\w.+-]+(\s*;\s*[\w.+-]+=("[\w .+-]*"|[\w.+-]+))*$/, 'is not a media type');
export const pageCountSchema = z.number().int().min(0).max(1_000_000).nullish();
const statusSchema = z.string().regex(/^[\w .-]{1,100}$/, 'is not a status');

const messageSchema = z.object({ msgType: z.string(), msgID: z.string().default(''), msgText: z.string().default('') });

export const jobSchema = z.object({
  id: z.coerce.string().min(1),
  name: z.string(),
  status: statusSchema,
  messages: z.array(messageSchema).default([]),
});
export const jobListSchema = z.union([z.object({ jobs: z.array(jobSchema) }).transform((answer) => answer.jobs), z.array(jobSchema)]);
export const applianceSchema = z.object({ status: statusSchema });

const channelSchema = z.object({ data: z.string().optional(), mimeType: mimeTypeSchema, pageCount: pageCountSchema });
export const generatedSchema = z.object({
  envelopes: z.array(z.object({ primaryChannel: channelSchema })).default([]),
  exceptions: z.array(z.object({ className: z.string().default('exception'), msg: z.string().default('') })).default([]),
  jobMessages: z.array(messageSchema).default([]),
});

export const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().min(0).default(300) });

/** The JSON in a body that may begin with the guard. */
function parseGuarded(body: string): unknown {
  const text = body.trimStart();
  return JSON.parse(text.startsWith(GUARD) ? text.slice(GUARD.length) : text);
}

/** The answer to `call` in this shape. Throws EngineCallFailed('protocol') where the body is not JSON or not of the shape. */
export function readAnswer<T>(call: string, schema: z.ZodType<T>, body: string): T {
  let json: unknown;
  try {
    json = parseGuarded(body);
  } catch {
    throw new EngineCallFailed('protocol', `${call}: the answer is not JSON`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  throw new EngineCallFailed('protocol', `${call}: the answer is not as agreed at ${first?.path.join('.') || 'its top'}: ${first?.message ?? 'unknown'}`);
}
