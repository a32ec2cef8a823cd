/**
 * Gives committed status events their positions: 1, 2, 3 … in the order in which they became visible, without holes. Row ids and transaction ids
 * cannot do that, since rows with lower ones may become visible later.
 */
import type { Sequelize, Transaction } from 'sequelize';
import { allowSilence, row } from '../models/database';

/** A stage that pours in events while no relay runs leaves a lot to stamp at once, and a part cannot be stamped: allow it time. */
const STATEMENT_TIMEOUT_MS = 600_000;

/**
 * Stamps everything committed since the last call. The transaction must be READ COMMITTED and the caller must hold the stampers' lock, taken in
 * an earlier statement of the same transaction, so that what the last stamper did is seen. Without it the tables' keys refuse a second stamp.
 * @returns how many events were stamped.
 */
export async function stampFeed(db: Sequelize, transaction: Transaction): Promise<number> {
  const ended = allowSilence(transaction, STATEMENT_TIMEOUT_MS);
  try {
    return await stamp(db, transaction);
  } finally {
    ended();
  }
}

async function stamp(db: Sequelize, transaction: Transaction): Promise<number> {
  const kept = await row<{ snapshot: string; xmax: string; xip: string }>(
    db,
    `SELECT snapshot::text AS snapshot, pg_snapshot_xmax(snapshot)::text AS xmax, ARRAY(SELECT pg_snapshot_xip(snapshot))::text AS xip,
            set_config('statement_timeout', $1, true)
       FROM feed_state`,
    [String(STATEMENT_TIMEOUT_MS)],
    transaction,
  );
  // What the kept snapshot does not see is exactly what began after it or was under way in it: two index scans that touch nothing else, however
  // long some other transaction has been open. Given as values, not as a join, so that the planner knows how little that is.
  const { stamped } = await row<{ stamped: number }>(
    db,
    `WITH kept AS MATERIALIZED (
       SELECT position FROM feed_state WHERE snapshot::text = $1
     ), fresh AS MATERIALIZED (
       SELECT id, tenant, request_id, sequence FROM status_events WHERE xid >= $2::xid8
       UNION ALL
       SELECT id, tenant, request_id, sequence FROM status_events WHERE xid = ANY ($3::xid8[])
     ), stamped AS (
       INSERT INTO status_feed (position, tenant, request_id, sequence)
       SELECT kept.position + row_number() OVER (ORDER BY fresh.id), fresh.tenant, fresh.request_id, fresh.sequence
         FROM kept CROSS JOIN fresh ORDER BY fresh.id
       RETURNING 1
     ), counted AS (
       SELECT count(*) AS stamped FROM stamped
     ), advanced AS (
       UPDATE feed_state SET position = position + counted.stamped, snapshot = pg_current_snapshot()
         FROM counted WHERE counted.stamped > 0
     )
     SELECT stamped FROM counted`,
    [kept.snapshot, kept.xmax, kept.xip],
    transaction,
  );
  return stamped;
}
