/** Reads and writes of document types and sources. A tenant's own item wins over the one of all tenants with the same code. */
import type { Sequelize, Transaction } from 'sequelize';
import { newId } from '../../domain/ids';
import { rows } from '../../models/database';
import { etagOf, type Tagged } from '../http/conditional';
import type { AnyItem, Content, ItemKind, KindTables } from './kinds';

/** The tenant that owns what belongs to all. */
export const EVERYBODY = '*';

type Versioned = Record<string, unknown> & { id: string; tenant: string; code: string; version: number };

/** The version in force of one owner's item, with its row locked. */
export interface Head {
  readonly id: string;
  readonly version: number;
  readonly etag: string;
}

/** h is the item, v one of its versions. */
function selection(kind: KindTables): string {
  const fields = Object.entries(kind.columns).map(([field, column]) => `v.${column.name} AS "${field}"`);
  return `h.id, h.tenant, h.code, v.version, ${fields.join(', ')}`;
}

function tagged<T extends AnyItem>(kind: ItemKind<T>, found: Versioned): Tagged<T> {
  const content = Object.fromEntries(Object.keys(kind.columns).map((field) => [field, found[field]]));
  return { etag: etagOf(found.id, found.version), item: { code: found.code, ...content, version: found.version } as AnyItem as T };
}

export function cacheKey(kind: Pick<KindTables, 'name'>, tenant: string, code: string): string {
  return `${kind.name.replace(' ', '-')}:${tenant}:${code}`;
}

/** The items in force of exactly these owners and codes, by cache key. */
export async function loadItems<T extends AnyItem>(
  db: Sequelize,
  kind: ItemKind<T>,
  owners: readonly { tenant: string; code: string }[],
): Promise<Map<string, Tagged<T>>> {
  const found = await rows<Versioned>(
    db,
    `SELECT ${selection(kind)} FROM unnest($1::text[], $2::text[]) AS wanted(tenant, code)
       JOIN ${kind.table} h ON h.code = wanted.code COLLATE "C" AND h.tenant = wanted.tenant
       JOIN ${kind.versions} v ON v.item_id = h.id AND v.version = h.version`,
    [owners.map((owner) => owner.tenant), owners.map((owner) => owner.code)],
  );
  return new Map(found.map((each) => [cacheKey(kind, each.tenant, each.code), tagged(kind, each)]));
}

/** One version, of the tenant's own item or else of the one of all tenants: whichever had it. */
export async function loadVersion<T extends AnyItem>(
  db: Sequelize,
  kind: ItemKind<T>,
  tenant: string,
  code: string,
  version: number,
): Promise<Tagged<T> | null> {
  const [found] = await rows<Versioned>(
    db,
    `SELECT ${selection(kind)} FROM ${kind.table} h JOIN ${kind.versions} v ON v.item_id = h.id
      WHERE h.code = $1 AND h.tenant IN ($2, '${EVERYBODY}') AND v.version = $3
      ORDER BY h.tenant = '${EVERYBODY}' LIMIT 1`,
    [code, tenant, version],
  );
  return found ? tagged(kind, found) : null;
}

/** What is in force for a tenant, by code, after `after`. */
export async function listItems<T extends AnyItem>(
  db: Sequelize,
  kind: ItemKind<T>,
  page: { tenant: string; active: boolean | null; after: string; limit: number },
): Promise<T[]> {
  const found = await rows<Versioned>(
    db,
    `SELECT * FROM (
       SELECT DISTINCT ON (h.code) ${selection(kind)}
         FROM ${kind.table} h JOIN ${kind.versions} v ON v.item_id = h.id AND v.version = h.version
        WHERE h.tenant IN ($1, '${EVERYBODY}') AND h.code > $2
        ORDER BY h.code, h.tenant = '${EVERYBODY}') AS in_force
      WHERE $3::boolean IS NULL OR active = $3 ORDER BY code LIMIT $4`,
    [page.tenant, page.after, page.active, page.limit],
  );
  return found.map((each) => tagged(kind, each).item);
}

/** Locks one owner's item against changes until the transaction ends. Null: it has none. */
export async function lockHead(db: Sequelize, kind: KindTables, tenant: string, code: string, transaction: Transaction): Promise<Head | null> {
  const sql = `SELECT id, version FROM ${kind.table} WHERE code = $1 AND tenant = $2 FOR UPDATE`;
  const [head] = await rows<{ id: string; version: number }>(db, sql, [code, tenant], transaction);
  return head ? { ...head, etag: etagOf(head.id, head.version) } : null;
}

/** Makes the item with its first version. Null where another call made it at the same moment. */
export async function createItem<T extends AnyItem>(
  db: Sequelize,
  kind: ItemKind<T>,
  owner: { tenant: string; code: string },
  version: number,
  content: Content<T>,
  actor: string,
  transaction: Transaction,
): Promise<Tagged<T> | null> {
  const [made] = await rows<{ id: string }>(
    db,
    `INSERT INTO ${kind.table} (id, tenant, code, version) VALUES ($1, $2, $3, $4) ON CONFLICT (code, tenant) DO NOTHING RETURNING id`,
    [newId(), owner.tenant, owner.code, version],
    transaction,
  );
  return made ? writeVersion(db, kind, { id: made.id, code: owner.code, version }, content, actor, transaction) : null;
}

/** Adds the next version of an item whose head is locked, and puts it in force. */
export async function addVersion<T extends AnyItem>(
  db: Sequelize,
  kind: ItemKind<T>,
  head: Head,
  code: string,
  content: Content<T>,
  actor: string,
  transaction: Transaction,
): Promise<Tagged<T>> {
  const version = head.version + 1;
  const written = await writeVersion(db, kind, { id: head.id, code, version }, content, actor, transaction);
  await putInForce(db, kind, head, transaction);
  return written;
}

/** Adds a version that differs from the one in force in `active` false. @returns false where it is inactive already. */
export async function addInactiveVersion(
  db: Sequelize,
  kind: KindTables,
  head: Head,
  actor: string,
  transaction: Transaction,
): Promise<boolean> {
  const kept = Object.values(kind.columns).map((column) => column.name).filter((name) => name !== 'active').join(', ');
  const added = await rows<{ version: number }>(
    db,
    `INSERT INTO ${kind.versions} (item_id, version, actor, active, ${kept})
     SELECT item_id, version + 1, $3, false, ${kept} FROM ${kind.versions} WHERE item_id = $1 AND version = $2 AND active RETURNING version`,
    [head.id, head.version, actor],
    transaction,
  );
  if (added.length === 0) return false;
  await putInForce(db, kind, head, transaction);
  return true;
}

async function putInForce(db: Sequelize, kind: KindTables, head: Head, transaction: Transaction): Promise<void> {
  await db.query(`UPDATE ${kind.table} SET version = $2 WHERE id = $1`, { bind: [head.id, head.version + 1], transaction });
}

async function writeVersion<T extends AnyItem>(
  db: Sequelize,
  kind: ItemKind<T>,
  at: { id: string; code: string; version: number },
  content: Content<T>,
  actor: string,
  transaction: Transaction,
): Promise<Tagged<T>> {
  const fields = Object.entries<unknown>(content).filter(([field]) => kind.columns[field]);
  const columns = fields.map(([field]) => kind.columns[field]);
  await db.query(
    `INSERT INTO ${kind.versions} (item_id, version, actor, ${columns.map((column) => column?.name).join(', ')})
     VALUES ($1, $2, $3, ${columns.map((column, index) => `$${index + 4}::${column?.type}`).join(', ')})`,
    {
      bind: [at.id, at.version, actor, ...fields.map(([, value], index) => (columns[index]?.type === 'json' ? JSON.stringify(value) : value))],
      transaction,
    },
  );
  return tagged(kind, { ...content, id: at.id, tenant: '', code: at.code, version: at.version });
}
