/** Idempotency keys that requests of the tenant have used already. */
import type { Sequelize, Transaction } from 'sequelize';
import type { UserError } from '../../domain/user-errors';
import { rows } from '../../models/database';
import { quoted, userError } from './rules/item-rules';

export interface Key {
  readonly tenant: string;
  readonly idempotencyKey: string;
}

export interface UsedKey {
  readonly requestId: string;
  /** Hex. */
  readonly bodyHash: string;
}

/** Reads keys in one statement. @returns for each, in order, its first request; null where it is unused. */
export async function findUsedKeys(db: Sequelize, keys: readonly Key[], transaction?: Transaction): Promise<(UsedKey | null)[]> {
  if (keys.length === 0) return [];
  const found = await rows<UsedKey & { ord: number }>(
    db,
    `SELECT k.ord, r.id AS "requestId", encode(r.body_hash, 'hex') AS "bodyHash"
       FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS k(tenant, idempotency_key, ord)
       JOIN document_requests r ON r.tenant = k.tenant AND r.idempotency_key = k.idempotency_key`,
    [keys.map((key) => key.tenant), keys.map((key) => key.idempotencyKey)],
    transaction,
  );
  const byPlace = new Map(found.map((each) => [each.ord, each]));
  return keys.map((_, index) => byPlace.get(index + 1) ?? null);
}

export function keyReused(key: string, prefix: readonly string[]): UserError {
  return userError(
    [...prefix, 'idempotencyKey'],
    'IDEMPOTENCY_KEY_REUSED',
    `idempotency key ${quoted(key)} was used before with another body; repeat that body, or use a new key`,
  );
}
