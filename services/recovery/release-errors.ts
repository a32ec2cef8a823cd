/** Releasing errors by name: what a retrigger does to the errors that it selected. */
import type { Sequelize, Transaction } from 'sequelize';
import { rows } from '../../models/database';
import { RETRY_COLUMNS, sendRetries, type Retry } from './retry-events';

/**
 * Marks RETRYING, and sends the retry event of, each of these errors that is PENDING or EXHAUSTED and whose request is RETRY_SCHEDULED or FAILED;
 * the rest is left alone. Locks the requests, then the errors, in id order. A RETRIGGER begins the count of attempts anew.
 * @returns the ids of the errors that were released.
 */
export async function releaseErrors(
  db: Sequelize,
  transaction: Transaction,
  errorIds: readonly string[],
  by: { readonly cause: 'RECOVERY' | 'RETRIGGER'; readonly actor: string },
): Promise<string[]> {
  if (errorIds.length === 0) return [];
  await rows(
    db,
    `SELECT id FROM document_requests WHERE id = ANY (ARRAY(SELECT request_id FROM processing_errors WHERE id = ANY ($1::uuid[])))
      ORDER BY id FOR NO KEY UPDATE`,
    [errorIds],
    transaction,
  );
  const free = await rows<Omit<Retry, 'cause' | 'actor'>>(
    db,
    `SELECT ${RETRY_COLUMNS} FROM processing_errors e JOIN document_requests r ON r.id = e.request_id
      WHERE e.id = ANY ($1::uuid[]) AND e.recovery_status IN ('PENDING','EXHAUSTED') AND r.status IN ('RETRY_SCHEDULED','FAILED')
      ORDER BY e.id FOR NO KEY UPDATE OF e`,
    [errorIds],
    transaction,
  );
  if (by.cause === 'RETRIGGER') {
    await db.query('UPDATE document_requests SET uncounted_attempts = attempt WHERE id = ANY ($1::uuid[])', {
      bind: [free.map((each) => each.requestId)],
      transaction,
    });
  }
  await sendRetries(db, transaction, free.map((each) => ({ ...each, ...by })));
  return free.map((each) => each.errorId);
}
