/** Retry events: written to the outbox in the transaction that marks their errors RETRYING. There is no other way out of recovery. */
import type { Sequelize, Transaction } from 'sequelize';
import type { DocumentFormat, Priority, RetryCause, Stage } from '../../domain/document';
import { traceparentOf } from '../../domain/ids';
import { writeOutbox, type OutboxEvent } from '../../events/outbox';
import { TOPICS } from '../../events/topics';
import { announceErrors } from '../announcing';

/** An error to be released, with what its event tells of the request. */
export interface Retry {
  readonly errorId: string;
  readonly requestId: string;
  readonly tenant: string;
  readonly retryStage: Stage;
  /** The attempt that failed: the event carries the next. */
  readonly attempt: number;
  readonly sequence: number;
  readonly traceId: string;
  readonly engineBatchId: string | null;
  readonly documentType: string;
  readonly documentTypeVersion: number;
  readonly engineConfiguration: string;
  readonly format: DocumentFormat;
  readonly priority: Priority;
  readonly submissionId: string | null;
  readonly cause: Exclude<RetryCause, 'SUBMITTED'>;
  readonly actor: string;
}

/** Columns of a Retry but cause and actor, where `e` is processing_errors and `r` document_requests. */
export const RETRY_COLUMNS = `
  e.id AS "errorId", e.retry_stage AS "retryStage", r.id AS "requestId", r.tenant, r.attempt, r.sequence, r.trace_id AS "traceId",
  r.engine_batch_id AS "engineBatchId", r.document_type AS "documentType", r.document_type_version AS "documentTypeVersion",
  r.engine_configuration AS "engineConfiguration", r.format, r.priority, r.submission_id AS "submissionId"`;

/** Marks the errors, whose rows the caller has locked, RETRYING and writes their events. A second call writes the same events again. */
export async function sendRetries(db: Sequelize, transaction: Transaction, retries: readonly Retry[]): Promise<void> {
  if (retries.length === 0) return;
  const outboxIds = await writeOutbox(db, transaction, retries.map(eventOf));
  await db.query(
    `UPDATE processing_errors e
        SET recovery_status = 'RETRYING', next_attempt_at = NULL, released_at = clock_timestamp(), retry_cause = w.cause, actor = w.actor,
            retry_outbox_id = w.outbox_id
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[]) AS w(id, cause, actor, outbox_id)
      -- By the list too: without it the planner reads the whole table for a large page.
      WHERE e.id = ANY ($1::uuid[]) AND e.id = w.id`,
    {
      bind: [
        retries.map((retry) => retry.errorId),
        retries.map((retry) => retry.cause),
        retries.map((retry) => retry.actor),
        outboxIds,
      ],
      transaction,
    },
  );
  await announceErrors(db, transaction, retries.map((retry) => retry.errorId));
}

function eventOf(retry: Retry): OutboxEvent {
  const { requestId, tenant, sequence, cause, actor } = retry;
  const attempt = retry.attempt + 1;
  const common = { id: `${requestId}:${sequence}`, tenant, sequence, traceparent: traceparentOf(retry.traceId) };
  if (retry.retryStage === 'MONITORING') {
    if (retry.engineBatchId === null) throw new Error(`request ${requestId} is to be watched again and was never in an engine batch`);
    // Keyed by the batch, as all of this topic: those of one batch come together, and each request's own stay in order.
    return {
      ...common,
      topic: TOPICS.monitoring,
      key: retry.engineBatchId,
      type: 'oms.monitoring.retry-requested',
      value: { requestId, batchId: retry.engineBatchId, attempt, cause, actor },
    };
  }
  const { documentType, documentTypeVersion, engineConfiguration, format, priority, submissionId } = retry;
  return {
    ...common,
    topic: priority === 'HIGH' ? TOPICS.processingHigh : TOPICS.processing,
    key: requestId,
    type: 'oms.processing.requested',
    value: { requestId, attempt, cause, actor, documentType, documentTypeVersion, engineConfiguration, format, priority, submissionId },
  };
}
