/** GET /documents/:requestId: the finished document, by whoever may read the request's content. */
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import type { Logger } from '../../platform/logging';
import { CodedError } from '../../domain/user-errors';
import { mayReadContent } from '../../domain/caller';
import type { DocumentFormat } from '../../domain/document';
import type { Trace } from '../../resolvers';
import type { OutputStore } from '../../services/ports/output-store';
import type { RequestReader, RequestRow } from '../../services/reading';
import type { TokenVerifier } from '../../platform/identity';
import { requireIdentity, type Identity } from './identity';

const EXTENSIONS: Readonly<Record<DocumentFormat, string>> = { PDF: 'pdf', HTML: 'html', DOCX: 'docx' };

/** A file name that every system takes: the type, and the client's own reference or else the id. */
function fileName(request: RequestRow): string {
  const plain = `${request.documentType}-${request.clientReference ?? request.id}`.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 150);
  return `${plain}.${EXTENSIONS[request.format]}`;
}

function hasTag(header: string | undefined, tag: string): boolean {
  const tags = (header ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(tag);
}

/** Unknown, another tenant's and unfinished look the same. */
const NO_DOCUMENT = 'there is no finished document for this id';

export function downloadRoutes(deps: { reader: RequestReader; outputStore: OutputStore; verifyToken: TokenVerifier; logger: Logger }): Router {
  const router = Router();
  router.get('/documents/:requestId', requireIdentity(deps.verifyToken), async (req, res) => {
    const { caller } = res.locals.identity as Identity;
    if (!mayReadContent(caller)) throw new CodedError('FORBIDDEN', 'this token may not read finished documents: client, viewer or admin may');
    const requestId = String(req.params.requestId);
    const request = (await deps.reader.byIds(caller.tenant, [requestId])).get(requestId);
    const output = request && (await deps.reader.outputs([request.id])).get(request.id);
    if (!request || !output) throw new CodedError('NOT_FOUND', NO_DOCUMENT);

    const tag = `"${output.sha256}"`;
    res.setHeader('etag', tag);
    res.setHeader('cache-control', 'private, no-cache');
    if (hasTag(req.headers['if-none-match'], tag)) return void res.status(304).end();

    const { stream, sizeBytes } = await deps.outputStore.open(output.storeKey).catch((error: unknown) => {
      const gone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!gone) throw error;
      deps.logger.error({ requestId, traceId: (res.locals.trace as Trace).traceId }, 'a finished document is missing from the store');
      throw new CodedError('NOT_FOUND', 'the finished document is no longer stored');
    });
    res.setHeader('content-type', output.contentType);
    res.setHeader('content-length', sizeBytes);
    res.setHeader('content-disposition', `attachment; filename="${fileName(request)}"`);
    // A reader that goes away in the middle is no fault of anybody's.
    await pipeline(stream, res).catch((error: unknown) => deps.logger.debug({ err: error, requestId }, 'a download broke off'));
  });
  return router;
}
