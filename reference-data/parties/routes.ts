/** /parties. */
import { Router, type Request } from 'express';
import { accessOf, writableTenant } from '../http/caller';
import { preconditionOf, sendTagged } from '../http/conditional';
import { jsonBody, parseBody } from '../http/body';
import { itemInvalid, Problem } from '../http/problems';
import { EVERYBODY } from '../items/store';
import { batchGetBody, partyContent, partyIdSchema } from './content';
import { importStream } from './import';
import { noParty, type Parties } from './parties';

const NDJSON = ['application/x-ndjson', 'application/ndjson', 'application/jsonl', 'application/x-jsonlines'];

export function partyRoutes(parties: Parties): Router {
  const router = Router();

  router.post('/batch-get', jsonBody, async (request, response) => {
    const ids = [...new Set(parseBody(batchGetBody, request.body).ids)];
    const found = await parties.find(accessOf(request).tenant, ids);
    response.set('Cache-Control', 'private, no-store').json({
      parties: ids.flatMap((id) => found.get(id)?.item ?? []),
      missing: ids.filter((id) => !found.has(id)),
    });
  });

  router.post('/import', async (request, response) => {
    const tenant = partyTenant(request);
    if (!request.is(NDJSON)) throw new Problem('UNSUPPORTED_MEDIA_TYPE', `send one party a line, as ${NDJSON[0]}`);
    if (request.get('content-encoding')) throw new Problem('UNSUPPORTED_MEDIA_TYPE', 'send the lines without a content encoding');
    response.json(await importStream(parties, { tenant, actor: accessOf(request).caller.subject }, request));
  });

  router.get('/:id', async (request, response) => {
    const { id } = request.params;
    const tagged = (await parties.find(accessOf(request).tenant, [id])).get(id);
    if (!tagged) throw noParty(id);
    sendTagged(request, response, tagged);
  });

  router.put('/:id', jsonBody, async (request, response) => {
    const tenant = partyTenant(request);
    const id = partyIdSchema.safeParse(request.params.id);
    if (!id.success) throw itemInvalid([{ pointer: '/id', message: id.error.issues[0]?.message ?? 'is not an id' }]);
    const { id: bodyId, version: _version, ...content } = parseBody(partyContent, request.body);
    if (bodyId !== undefined && bodyId !== id.data) throw itemInvalid([{ pointer: '/id', message: 'must be the id in the path, or absent' }]);
    const owner = { tenant, id: id.data, actor: accessOf(request).caller.subject };
    const { created, tagged } = await parties.put(owner, content, preconditionOf(request));
    sendTagged(request, response, tagged, created ? 201 : 200);
  });

  router.delete('/:id', async (request, response) => {
    const { id } = request.params;
    if (!partyIdSchema.safeParse(id).success) throw noParty(id);
    await parties.remove(partyTenant(request), id, preconditionOf(request));
    response.status(204).end();
  });

  return router;
}

function partyTenant(request: Request): string {
  const tenant = writableTenant(request);
  if (tenant === EVERYBODY) throw new Problem('FORBIDDEN', 'a party belongs to one tenant; use a token of that tenant');
  return tenant;
}
