/** The use cases of document types and sources: read through the cache, change under a precondition. */
import type { Sequelize } from 'sequelize';
import type { Invalidation } from '../cache/invalidation';
import type { ItemCache } from '../cache/item-cache';
import { demandMatch, matches, type Precondition, type Tagged } from '../http/conditional';
import { Problem } from '../http/problems';
import type { AnyItem, Content, ItemKind } from './kinds';
import { addInactiveVersion, addVersion, cacheKey, createItem, EVERYBODY, loadItems, lockHead, type Head } from './store';

export interface Target {
  readonly tenant: string;
  readonly code: string;
  readonly actor: string;
}

export class Items<T extends AnyItem> {
  constructor(
    readonly kind: ItemKind<T>,
    private readonly db: Sequelize,
    private readonly cache: ItemCache,
    private readonly invalidation: Invalidation,
  ) {}

  /** What is in force for the tenant: its own, else that of all tenants. Cached are the two items, never the choice between them. */
  async inForce(tenant: string, code: string): Promise<Tagged<T> | null> {
    const owners = new Map([tenant, EVERYBODY].map((owner) => [cacheKey(this.kind, owner, code), { tenant: owner, code }]));
    const load = (keys: readonly string[]) => loadItems(this.db, this.kind, keys.flatMap((key) => owners.get(key) ?? []));
    const items = await this.cache.read<Tagged<T>>([...owners.keys()], load);
    return items.get(cacheKey(this.kind, tenant, code)) ?? items.get(cacheKey(this.kind, EVERYBODY, code)) ?? null;
  }

  /**
   * Creates or changes the tenant's own item. One made in place of an item of all tenants, by its ETag or as new, goes on from that one's version:
   * what was validated against an earlier version still finds it. Throws a Problem with 412 or 428.
   */
  async put(target: Target, content: Content<T>, precondition: Precondition): Promise<{ created: boolean; tagged: Tagged<T> }> {
    return this.invalidation.change(async ({ transaction, touch }) => {
      touch(cacheKey(this.kind, target.tenant, target.code));
      const { db, kind } = this;
      const own = await lockHead(db, kind, target.tenant, target.code, transaction);
      if (own) {
        demandMatch(precondition, own.etag);
        return { created: false, tagged: await addVersion(db, kind, own, target.code, content, target.actor, transaction) };
      }
      const shared = target.tenant === EVERYBODY ? null : await lockHead(db, kind, EVERYBODY, target.code, transaction);
      const first = firstVersion(kind.name, shared, precondition);
      const made = await createItem(db, kind, target, first, content, target.actor, transaction);
      if (made) return { created: true, tagged: made };
      throw new Problem('VERSION_CONFLICT', 'another call made it at the same moment; read it and send its ETag in If-Match');
    });
  }

  /** Sets `active` false, as a new version; one that is inactive already stays as it is. Throws a Problem with 403, 404 or 412. */
  async deactivate(target: Target, precondition: Precondition): Promise<void> {
    await this.invalidation.change(async ({ transaction, touch }) => {
      const { db, kind } = this;
      const own = await lockHead(db, kind, target.tenant, target.code, transaction);
      if (!own) {
        const shared = await lockHead(db, kind, EVERYBODY, target.code, transaction);
        if (!shared) throw notFound(kind.name, target.code);
        throw new Problem('FORBIDDEN', `this ${kind.name} belongs to all tenants; save one of your own with active false to hide it`);
      }
      if (precondition.match !== null) demandMatch(precondition, own.etag);
      if (await addInactiveVersion(db, kind, own, target.actor, transaction)) touch(cacheKey(kind, target.tenant, target.code));
    });
  }
}

export function notFound(kind: string, code: string): Problem {
  return new Problem('NOT_FOUND', `there is no ${kind} ${code}`);
}

function firstVersion(kind: string, shared: Head | null, precondition: Precondition): number {
  if (precondition.match === null || (shared && matches(precondition, shared.etag))) return (shared?.version ?? 0) + 1;
  throw new Problem('VERSION_CONFLICT', `there is no ${kind} of this version to change; to make it send If-None-Match: *`);
}
