/** POISON_MESSAGE: an event of a request could not be read, so nothing would ever come of it. The request gets its error, for a person to see. */
import type { Sequelize } from 'sequelize';
import type { DocumentStatus, Stage } from '../domain/document';
import { errorRule } from '../domain/error-codes';
import { newId } from '../domain/ids';
import { rows } from '../models/database';
import { announceErrors } from './announcing';
import { closeErrors } from './recovery';
import { changeStatuses } from './status-change';

export interface PoisonedRequest {
  readonly requestId: string;
  readonly stage: Stage;
  /** What is wrong with the event. */
  readonly message: string;
}

interface Found {
  readonly id: string;
  readonly tenant: string;
  readonly status: DocumentStatus;
  readonly attempt: number;
  readonly engineBatchId: string | null;
}

const CODE = 'POISON_MESSAGE';
const ACTOR = 'consumer';

/**
 * Records it for those that wait for their event: ACCEPTED ones, and those whose open error is RETRYING. Any other has moved on, and an unreadable
 * event, which anybody may have sent, changes nothing about it. Ids that are no request's are left out.
 */
export async function recordPoison(db: Sequelize, poisoned: readonly PoisonedRequest[]): Promise<void> {
  const byId = new Map(poisoned.map((each) => [each.requestId, each]));
  if (byId.size === 0) return;
  await db.transaction(async (transaction) => {
    const found = await rows<Found>(
      db,
      `SELECT id, tenant, status, attempt, engine_batch_id AS "engineBatchId" FROM document_requests
        WHERE id = ANY ($1::uuid[]) AND status IN ('ACCEPTED','RETRY_SCHEDULED','FAILED') ORDER BY id FOR NO KEY UPDATE`,
      [[...byId.keys()]],
      transaction,
    );
    const retrying = await rows<{ requestId: string; retryStage: Stage }>(
      db,
      `SELECT request_id AS "requestId", retry_stage AS "retryStage" FROM processing_errors
        WHERE request_id = ANY ($1::uuid[]) AND recovery_status = 'RETRYING' ORDER BY id FOR NO KEY UPDATE`,
      [found.map((each) => each.id)],
      transaction,
    );
    // Whose engine batch was to be watched again still is in it: a retry then begins there, and makes no second document.
    const retried = new Map(retrying.map((each) => [each.requestId, each.retryStage]));
    const waiting = found.filter((each) => each.status === 'ACCEPTED' || retried.has(each.id));
    await changeStatuses(
      db,
      transaction,
      waiting
        .filter(({ status }) => status !== 'FAILED')
        .map(({ id, status, attempt, engineBatchId }) => ({
          requestId: id,
          from: { status, attempt, engineBatchId },
          to: 'FAILED',
          trigger: CODE,
          stage: byId.get(id)?.stage ?? null,
          message: `${CODE}: ${byId.get(id)?.message ?? ''}`,
          actor: ACTOR,
        })),
    );
    await closeErrors(db, transaction, [...retried.keys()], 'FAILED_AGAIN', ACTOR);
    const ids = waiting.map(() => newId());
    await db.query(
      `INSERT INTO processing_errors (id, request_id, tenant, stage, retry_stage, code, message, attempt, retriable, recovery_status)
       SELECT e.id, e.request_id, e.tenant, e.stage, e.retry_stage, $8, e.message, e.attempt, false, 'EXHAUSTED'
         FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::int[], $7::text[])
           AS e(id, request_id, tenant, stage, message, attempt, retry_stage)`,
      {
        bind: [
          ids,
          waiting.map((each) => each.id),
          waiting.map((each) => each.tenant),
          waiting.map((each) => byId.get(each.id)?.stage),
          waiting.map((each) => byId.get(each.id)?.message),
          waiting.map((each) => each.attempt),
          waiting.map((each) => retried.get(each.id) ?? errorRule(CODE).retryStage),
          CODE,
        ],
        transaction,
      },
    );
    await announceErrors(db, transaction, ids);
  });
}
