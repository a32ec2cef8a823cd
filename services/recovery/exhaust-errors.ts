/** Errors that wait for a retry and have no attempt left, because fewer are allowed now than when they were recorded. */
import type { Sequelize, Transaction } from 'sequelize';
import { rows } from '../../models/database';
import { announceErrors } from '../announcing';
import { changeStatuses } from '../status-change';

interface Waiting {
  readonly requestId: string;
  readonly attempt: number;
  readonly engineBatchId: string | null;
}

/**
 * Makes them EXHAUSTED and their requests FAILED. The caller has locked the errors; a request that is locked by another is skipped, since waiting
 * for it could be waiting for who waits for us. @returns how many it were.
 */
export async function exhaustErrors(db: Sequelize, transaction: Transaction, waiting: readonly Waiting[], actor: string): Promise<number> {
  if (waiting.length === 0) return 0;
  const locked = await rows<{ id: string }>(
    db,
    `SELECT id FROM document_requests WHERE id = ANY ($1::uuid[]) AND status = 'RETRY_SCHEDULED' ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`,
    [waiting.map((each) => each.requestId)],
    transaction,
  );
  const free = new Set(locked.map((each) => each.id));
  const changed = await changeStatuses(
    db,
    transaction,
    waiting
      .filter((each) => free.has(each.requestId))
      .map(({ requestId, attempt, engineBatchId }) => ({
        requestId,
        from: { status: 'RETRY_SCHEDULED', attempt, engineBatchId },
        to: 'FAILED',
        trigger: 'EXHAUSTION',
        stage: null,
        message: 'no attempt is left',
        actor,
      })),
  );
  const ended = await rows<{ id: string }>(
    db,
    `UPDATE processing_errors SET recovery_status = 'EXHAUSTED', next_attempt_at = NULL, actor = $2
      WHERE request_id = ANY ($1::uuid[]) AND recovery_status = 'PENDING' RETURNING id`,
    [[...changed.keys()], actor],
    transaction,
  );
  await announceErrors(db, transaction, ended.map((each) => each.id));
  return changed.size;
}
