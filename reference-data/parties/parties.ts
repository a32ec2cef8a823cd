/** The use cases of parties: read through the cache, change under a precondition, take in many. */
import type { Sequelize } from 'sequelize';
import type { Invalidation } from '../cache/invalidation';
import type { ItemCache } from '../cache/item-cache';
import { demandMatch, type Precondition, type Tagged } from '../http/conditional';
import { Problem } from '../http/problems';
import { partyIdSchema, type Party, type PartyContent } from './content';
import { deleteParty, importParties, insertParty, loadParties, lockParty, partyKey, updateParty, type Owner } from './store';

export class Parties {
  constructor(
    private readonly db: Sequelize,
    private readonly cache: ItemCache,
    private readonly invalidation: Invalidation,
  ) {}

  /** Those of these ids that the tenant has. An id that no party can have is simply not among them. */
  async find(tenant: string, ids: readonly string[]): Promise<Map<string, Tagged<Party>>> {
    const byKey = new Map(ids.filter((id) => partyIdSchema.safeParse(id).success).map((id) => [partyKey(tenant, id), id]));
    const load = (keys: readonly string[]) => loadParties(this.db, tenant, keys.flatMap((key) => byKey.get(key) ?? []));
    const found = new Map<string, Tagged<Party>>();
    for (const [key, tagged] of await this.cache.read<Tagged<Party>>([...byKey.keys()], load)) {
      const id = byKey.get(key);
      if (tagged && id !== undefined) found.set(id, tagged);
    }
    return found;
  }

  /** Throws a Problem with 412 or 428. */
  async put(owner: Owner, content: PartyContent, precondition: Precondition): Promise<{ created: boolean; tagged: Tagged<Party> }> {
    return this.invalidation.change(async ({ transaction, touch }) => {
      touch(partyKey(owner.tenant, owner.id));
      const head = await lockParty(this.db, owner.tenant, owner.id, transaction);
      if (head) {
        demandMatch(precondition, head.etag);
        return { created: false, tagged: await updateParty(this.db, owner, content, transaction) };
      }
      if (precondition.match !== null) throw new Problem('VERSION_CONFLICT', 'there is no such party to change; to make it send If-None-Match: *');
      const made = await insertParty(this.db, owner, content, transaction);
      if (!made) throw new Problem('VERSION_CONFLICT', 'another call made it at the same moment; read it and send its ETag in If-Match');
      return { created: true, tagged: made };
    });
  }

  /** Throws a Problem with 404 or 412. */
  async remove(tenant: string, id: string, precondition: Precondition): Promise<void> {
    await this.invalidation.change(async ({ transaction, touch }) => {
      const head = await lockParty(this.db, tenant, id, transaction);
      if (!head) throw noParty(id);
      if (precondition.match !== null) demandMatch(precondition, head.etag);
      await deleteParty(this.db, tenant, id, transaction);
      touch(partyKey(tenant, id));
    });
  }

  /** Stores parties of different ids, all or (on a rejection) none. @returns how many were new and how many differed from what was there. */
  async take(by: { tenant: string; actor: string }, parties: readonly (PartyContent & { id: string })[]): Promise<{ created: number; updated: number }> {
    return this.invalidation.change(async ({ transaction, touch }) => {
      const { created, updated } = await importParties(this.db, by, parties, transaction);
      touch(...[...created, ...updated].map((id) => partyKey(by.tenant, id)));
      return { created: created.length, updated: updated.length };
    });
  }
}

export function noParty(id: string): Problem {
  return new Problem('NOT_FOUND', `there is no party ${id}`);
}
