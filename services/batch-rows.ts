/** What processing and monitoring do alike to the row of an engine batch. Lock the batch first, its requests after it, in id order. */
import type { Sequelize, Transaction } from 'sequelize';
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

/** Nothing is left to do for the batch. Call under lockClaim. */
export async function closeBatch(db: Sequelize, transaction: Transaction, batchId: string): Promise<void> {
  await db.query(
    `UPDATE engine_batches SET state = 'CLOSED', closed_at = clock_timestamp(), lease_until = NULL, next_poll_at = NULL,
            -- What was rendered on demand has no files to clear.
            cleared_at = CASE mode WHEN 'ON_DEMAND' THEN clock_timestamp() END
      WHERE id = $1`,
    { bind: [batchId], transaction },
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
