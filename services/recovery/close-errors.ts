/**
 * services/recovery: from a recorded error to a retry, or to its end. This file: the one place that ends errors. Lock the requests first, then
 * their errors, both in id order.
 */
import type { Sequelize, Transaction } from 'sequelize';
import { rows } from '../../models/database';
import { announceErrors } from '../announcing';

export type ErrorEnd = 'RECOVERED' | 'FAILED_AGAIN' | 'DISMISSED';

/** What the end means for the item of the retrigger run that holds the error. */
const RUN_OUTCOMES: Readonly<Record<ErrorEnd, string>> = { RECOVERED: 'recovered', FAILED_AGAIN: 'failedAgain', DISMISSED: 'skipped' };

/**
 * Ends the open error, if there is one, of each of these requests, whose rows the caller has locked. Where a retrigger run holds the error, the
 * end of its item is stored with it. @returns the ids of the errors that ended.
 */
export async function closeErrors(
  db: Sequelize,
  transaction: Transaction,
  requestIds: readonly string[],
  end: ErrorEnd,
  actor: string,
): Promise<string[]> {
  if (requestIds.length === 0) return [];
  const closed = await rows<{ id: string }>(
    db,
    `WITH open AS MATERIALIZED (
       SELECT id FROM processing_errors
        WHERE request_id = ANY ($1::uuid[]) AND recovery_status IN ('PENDING','RETRYING','EXHAUSTED') ORDER BY id FOR NO KEY UPDATE
     )
     UPDATE processing_errors e
        SET recovery_status = $2, next_attempt_at = NULL, resolved_at = clock_timestamp(), actor = $3,
            run_outcome = CASE WHEN e.run_id IS NULL THEN NULL ELSE $4::text END
       -- By the list too: without it the planner reads the whole table for a large page.
       FROM open WHERE e.request_id = ANY ($1::uuid[]) AND e.id = open.id
     RETURNING e.id`,
    [requestIds, end, actor, RUN_OUTCOMES[end]],
    transaction,
  );
  const ids = closed.map((each) => each.id);
  await announceErrors(db, transaction, ids);
  return ids;
}
