/** Rendering one document at once. */
import { createHash } from 'node:crypto';
import { Router, type Request } from 'express';
import { z } from 'zod';
import type { Hit } from '../faults';
import type { JobBook } from '../jobs/job-book';
import type { Random } from '../random';
import type { Render } from '../rendering';
import { readTransactions } from '../jobs/transaction-file';
import { wait } from '../waiting';
import { Refused, handlerOf, type Answer, type CallContext } from './call';

const LIMIT_BYTES = 10 * 1024 * 1024;
const LATE_MS = 1_000;

const bodySchema = z.object({
  batchConfigResId: z.string().min(1).max(200),
  transactionData: z.string().min(1),
  transactionDataType: z.enum(['application/json', 'application/xml']),
  transactionRange: z.string().max(50).optional(),
  properties: z.array(z.object({ name: z.string().max(200), value: z.string().max(1_000) })).default([]),
});

export interface OnDemandParts extends CallContext {
  readonly book: JobBook;
  readonly random: Random;
  readonly render: Render;
  readonly renderMs: number;
}

function readBody(body: unknown) {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) {
    const first = parsed.error.issues[0];
    throw new Refused(400, `the body is not usable at ${first?.path.join('.') || 'its top'}: ${first?.message ?? 'unknown'}`);
  }
  const { transactionData, transactionDataType, properties } = parsed.data;
  if (transactionDataType !== 'application/json') throw new Refused(415, 'this engine reads transaction data as JSON only');
  const bytes = Buffer.from(transactionData, 'base64');
  if (bytes.length > LIMIT_BYTES) throw new Refused(413, `transactionData is larger than ${LIMIT_BYTES} bytes`);
  const documents = readTransactions(bytes.toString('utf8'));
  if ('fault' in documents) throw new Refused(400, documents.fault);
  const [document] = documents;
  if (!document || documents.length > 1) throw new Refused(400, 'exactly one document can be rendered on demand');
  const property = (name: string): string | undefined => properties.find((item) => item.name === name)?.value;
  return { document, requestId: property('requestId') ?? document.requestId, attempt: Number(property('attempt') ?? document.attempt) };
}

/** Half of the failures of an engine come as an exception, half as a message. */
function failure(hit: Hit): Answer {
  if (hit.hits % 2 === 1) {
    const exceptions = [{ classId: 1, id: 1, className: 'RenderException', msg: 'The document could not be rendered.' }];
    return { status: 200, body: { envelopes: [], exceptions, jobMessages: [] } };
  }
  const jobMessages = [{ msgID: 'RENDER_ERROR', msgType: 'E', msgText: 'The document could not be rendered.', transactionNo: 1 }];
  return { status: 200, body: { envelopes: [], exceptions: [], jobMessages } };
}

export function onDemand(parts: OnDemandParts): Router {
  const generate = async (request: Request, hit: Hit | null): Promise<Answer> => {
    if (hit?.fault === 'lostJob') throw new Refused(404, 'there is no such resource');
    const { document, requestId, attempt } = readBody(request.body);
    if (parts.appliance.status === 'PAUSED') return { status: 503, headers: { 'Retry-After': '1' }, body: { message: 'the appliance is paused' } };
    if (hit?.fault === 'errored') return failure(hit);
    if (hit?.fault === 'late') await wait(hit.ms ?? LATE_MS, parts.signal);
    await wait(parts.random.duration(parts.renderMs), parts.signal);
    const { bytes, mimeType, pageCount } = await parts.render(document);
    parts.book.record({ kind: 'onDemand', requestId, attempt, sha256: createHash('sha256').update(bytes).digest('hex') });
    const data = request.query['includeDocumentData'] === 'true' ? { data: bytes.toString('base64') } : {};
    const primaryChannel = { ...data, mimeType, pageCount, channelName: 'default', documentName: document.documentType };
    return { status: 200, body: { envelopes: [{ primaryChannel }], exceptions: [], jobMessages: [] } };
  };
  return Router().post('/job/generateDocument', handlerOf('generateDocument', parts, generate));
}
