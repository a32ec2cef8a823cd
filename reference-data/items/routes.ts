/** /document-types and /sources. */
import { Router, type Request } from 'express';
import type { Sequelize } from 'sequelize';
import { accessOf, writableTenant } from '../http/caller';
import { preconditionOf, sendTagged } from '../http/conditional';
import { parseBody } from '../http/body';
import { pageOf, sendPage } from '../http/paging';
import { itemInvalid } from '../http/problems';
import { codeSchema } from './content';
import { notFound, type Items, type Target } from './items';
import type { AnyItem, Content, ItemKind, KindTables } from './kinds';
import { listItems, loadVersion } from './store';

export function itemRoutes<T extends AnyItem>(items: Items<T>, db: Sequelize): Router {
  const { kind } = items;
  const router = Router();

  router.get('/', async (request, response) => {
    const page = pageOf(request);
    const found = await listItems(db, kind, { ...page, tenant: accessOf(request).tenant, limit: page.limit + 1 });
    sendPage(request, response, kind.list, found, page.limit, (item) => item.code);
  });

  router.get('/:code', async (request, response) => {
    const code = knownCode(kind, request.params.code);
    const tagged = await items.inForce(accessOf(request).tenant, code);
    if (!tagged) throw notFound(kind.name, code);
    sendTagged(request, response, tagged);
  });

  router.get('/:code/versions/:version', async (request, response) => {
    const code = knownCode(kind, request.params.code);
    const version = /^[1-9]\d{0,8}$/.test(request.params.version) ? Number(request.params.version) : null;
    const tagged = version && (await loadVersion(db, kind, accessOf(request).tenant, code, version));
    if (!tagged) throw notFound(kind.name, `${code} of version ${request.params.version}`);
    sendTagged(request, response, tagged);
  });

  router.put('/:code', async (request, response) => {
    const target = targetOf(request, request.params.code);
    const content = contentOf(kind, target.code, request.body);
    const { created, tagged } = await items.put(target, content, preconditionOf(request));
    sendTagged(request, response, tagged, created ? 201 : 200);
  });

  router.delete('/:code', async (request, response) => {
    await items.deactivate(targetOf(request, knownCode(kind, request.params.code)), preconditionOf(request));
    response.status(204).end();
  });

  return router;
}

function targetOf(request: Request, code: string): Target {
  return { tenant: writableTenant(request), code, actor: accessOf(request).caller.subject };
}

/** A malformed code is an unknown one. */
function knownCode(kind: KindTables, code: string): string {
  if (!codeSchema.safeParse(code).success) throw notFound(kind.name, code);
  return code;
}

function contentOf<T extends AnyItem>(kind: ItemKind<T>, code: string, body: unknown): Content<T> {
  const path = codeSchema.safeParse(code);
  if (!path.success) throw itemInvalid([{ pointer: '/code', message: path.error.issues[0]?.message ?? 'is not a code' }]);
  const content = parseBody(kind.schema, body);
  if (content.code !== undefined && content.code !== code) throw itemInvalid([{ pointer: '/code', message: 'must be the code in the path, or absent' }]);
  const faults = kind.furtherFaults(content);
  if (faults.length > 0) throw itemInvalid(faults);
  return content;
}
