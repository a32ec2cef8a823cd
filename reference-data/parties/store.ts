/** Reads and writes of parties. */
import type { Sequelize, Transaction } from 'sequelize';
import { rows } from '../../models/database';
import { etagOf, type Tagged } from '../http/conditional';
import type { Party, PartyContent } from './content';

interface PartyRow extends Party {
  readonly incarnation: string;
}

export interface PartyHead {
  readonly version: number;
  readonly etag: string;
}

const COLUMNS = 'id, name, address, locale, preferences, version, incarnation';

function tagged({ incarnation, ...item }: PartyRow): Tagged<Party> {
  return { etag: etagOf(incarnation, item.version), item };
}

export function partyKey(tenant: string, id: string): string {
  return `party:${tenant}:${id}`;
}

/** The parties of one tenant, by cache key. */
export async function loadParties(db: Sequelize, tenant: string, ids: readonly string[]): Promise<Map<string, Tagged<Party>>> {
  const found = await rows<PartyRow>(db, `SELECT ${COLUMNS} FROM parties WHERE tenant = $1 AND id = ANY($2::text[])`, [tenant, ids]);
  return new Map(found.map((each) => [partyKey(tenant, each.id), tagged(each)]));
}

/** Locks a party against changes until the transaction ends. */
export async function lockParty(db: Sequelize, tenant: string, id: string, transaction: Transaction): Promise<PartyHead | null> {
  const sql = 'SELECT version, incarnation FROM parties WHERE tenant = $1 AND id = $2 FOR UPDATE';
  const [head] = await rows<{ version: number; incarnation: string }>(db, sql, [tenant, id], transaction);
  return head ? { version: head.version, etag: etagOf(head.incarnation, head.version) } : null;
}

export interface Owner {
  readonly tenant: string;
  readonly id: string;
  readonly actor: string;
}

function bindOf(owner: Owner, content: PartyContent): unknown[] {
  const { name, address, locale, preferences } = content;
  return [owner.tenant, owner.id, name, JSON.stringify(address), locale, JSON.stringify(preferences), owner.actor];
}

/** Null where another call made it at the same moment. */
export async function insertParty(db: Sequelize, owner: Owner, content: PartyContent, transaction: Transaction): Promise<Tagged<Party> | null> {
  const [made] = await rows<PartyRow>(
    db,
    `INSERT INTO parties (tenant, id, name, address, locale, preferences, actor) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
    bindOf(owner, content),
    transaction,
  );
  return made ? tagged(made) : null;
}

/** Changes a locked party. */
export async function updateParty(db: Sequelize, owner: Owner, content: PartyContent, transaction: Transaction): Promise<Tagged<Party>> {
  const [changed] = await rows<PartyRow>(
    db,
    `UPDATE parties SET version = version + 1, name = $3, address = $4, locale = $5, preferences = $6, actor = $7, changed_at = clock_timestamp()
      WHERE tenant = $1 AND id = $2 RETURNING ${COLUMNS}`,
    bindOf(owner, content),
    transaction,
  );
  if (!changed) throw new Error('a party that was locked has gone');
  return tagged(changed);
}

export async function deleteParty(db: Sequelize, tenant: string, id: string, transaction: Transaction): Promise<void> {
  await db.query('DELETE FROM parties WHERE tenant = $1 AND id = $2', { bind: [tenant, id], transaction });
}

export interface Imported {
  readonly created: string[];
  readonly updated: string[];
}

/** Stores parties of different ids in one statement; one that says what is there already stays as it is, version included. */
export async function importParties(
  db: Sequelize,
  by: { tenant: string; actor: string },
  parties: readonly (PartyContent & { id: string })[],
  transaction: Transaction,
): Promise<Imported> {
  const stored = await rows<{ id: string; created: boolean }>(
    db,
    `INSERT INTO parties AS p (tenant, id, name, address, locale, preferences, actor)
     SELECT $1, line.id, line.name, line.address, line.locale, line.preferences, $2
       FROM unnest($3::text[], $4::text[], $5::json[], $6::text[], $7::json[]) AS line(id, name, address, locale, preferences)
      -- Two imports of the same parties must not lock them in opposite orders.
      ORDER BY line.id COLLATE "C"
     ON CONFLICT (tenant, id) DO UPDATE
        SET version = p.version + 1, name = excluded.name, address = excluded.address, locale = excluded.locale,
            preferences = excluded.preferences, actor = excluded.actor, changed_at = clock_timestamp()
      WHERE (p.name, p.address::text, p.locale, p.preferences::text)
            IS DISTINCT FROM (excluded.name, excluded.address::text, excluded.locale, excluded.preferences::text)
     RETURNING id, version = 1 AS created`,
    [
      by.tenant,
      by.actor,
      parties.map((party) => party.id),
      parties.map((party) => party.name),
      parties.map((party) => JSON.stringify(party.address)),
      parties.map((party) => party.locale),
      parties.map((party) => JSON.stringify(party.preferences)),
    ],
    transaction,
  );
  return {
    created: stored.filter((each) => each.created).map((each) => each.id),
    updated: stored.filter((each) => !each.created).map((each) => each.id),
  };
}
