/** What processing and monitoring do alike to the row of an engine batch. Lock the batch first, its requests after it, in id order. */
import type { Sequelize, Transaction } from 'sequelize';
import type { EnrichedParties } from '../domain/enriched-data';
import { rows } from '../models/database';

/** Locks the batch for its claim inside a transaction. False where another holds it: change nothing then. */
export async function lockClaim(db: Sequelize, transaction: Transaction, batchId: string, claim: number): Promise<boolean> {
  const found = await rows(
    db,
    `SELECT 1 FROM engine_batches WHERE id = $1 AND claim = $2 AND state <> 'CLOSED' FOR NO KEY UPDATE`,
    [batchId, claim],
    transaction,
  );
  return found.length > 0;
}

/**
 * Nothing is left to do for the batch. Call under lockClaim. `enriched`: what was looked up for a batch that was never frozen, by request id.
 */
export async function closeBatch(db: Sequelize, transaction: Transaction, batchId: string, enriched: EnrichedParties | null = null): Promise<void> {
  await db.query(
    `UPDATE engine_batches SET state = 'CLOSED', closed_at = clock_timestamp(), lease_until = NULL, next_poll_at = NULL,
            -- What was rendered on demand has no files to clear.
            cleared_at = CASE mode WHEN 'ON_DEMAND' THEN clock_timestamp() END, enriched = coalesce($2::jsonb, enriched)
      WHERE id = $1`,
    { bind: [batchId, enriched && JSON.stringify(enriched)], transaction },
  );
}

export interface LockedMember {
  readonly requestId: string;
  readonly attempt: number;
  readonly traceId: string;
}

/** Locks, in id order, the members of the batch that are in this status. */
export async function lockMembers(
  db: Sequelize,
  transaction: Transaction,
  batchId: string,
  status: 'PROCESSING' | 'GENERATING',
): Promise<LockedMember[]> {
  return rows<LockedMember>(
    db,
    `SELECT id AS "requestId", attempt, trace_id AS "traceId" FROM document_requests
      WHERE engine_batch_id = $1 AND status = $2 ORDER BY id FOR NO KEY UPDATE`,
    [batchId, status],
    transaction,
  );
}

/** A frozen member that is in the batch `b` still, and was not cancelled: for it the job goes on. */
const SOMEBODY_WAITS = `EXISTS (
  SELECT 1 FROM document_requests r WHERE r.id = ANY (b.members) AND r.engine_batch_id = b.id AND r.status <> 'CANCELLED')`;

/** True where every member of the batch's job was cancelled. */
export async function isWhollyCancelled(db: Sequelize, batchId: string): Promise<boolean> {
  const found = await rows(db, `SELECT 1 FROM engine_batches b WHERE b.id = $1 AND NOT ${SOMEBODY_WAITS}`, [batchId]);
  return found.length > 0;
}

/**
 * Call after a cancel has committed. A batch that nobody polls any more, since its members wait for a retry, and whose every member is now cancelled, is
 * polled once more: that poll tells the engine.
 */
export async function pollIfWhollyCancelled(db: Sequelize, batchId: string): Promise<void> {
  await db.query(
    `UPDATE engine_batches b SET state = 'GENERATING', closed_at = NULL, claim = claim + 1, next_poll_at = clock_timestamp()
      WHERE b.id = $1 AND b.state = 'CLOSED' AND b.mode = 'BULK' AND b.engine_reference IS NOT NULL AND b.cleared_at IS NULL
        AND NOT ${SOMEBODY_WAITS}`,
    { bind: [batchId] },
  );
}
