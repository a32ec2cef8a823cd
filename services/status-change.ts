/** The only code that changes a request's status: compare-and-set, sequence number and status event in one statement. */
import type { Sequelize, Transaction } from 'sequelize';
import type { DocumentStatus, RetryCause, Stage } from '../domain/document';
import { attemptAfter, mayChange, TransitionNotAllowed, type Trigger } from '../domain/status-machine';
import { rows } from '../models/database';

export interface StatusChange {
  readonly requestId: string;
  /** The change happens only while the request is exactly here: status, attempt and engine batch. */
  readonly from: { readonly status: DocumentStatus; readonly attempt: number; readonly engineBatchId: string | null };
  readonly to: DocumentStatus;
  readonly trigger: Trigger;
  /** The batch that the request then belongs to; absent: the same. */
  readonly engineBatchId?: string;
  /** Absent: the same. */
  readonly cause?: RetryCause;
  readonly stage: Stage | null;
  readonly message: string | null;
  readonly actor: string;
  /** The outbox row that goes with it. */
  readonly outboxId?: number;
}

export interface ChangedRequest {
  readonly requestId: string;
  readonly tenant: string;
  readonly status: DocumentStatus;
  readonly attempt: number;
  readonly sequence: number;
  readonly traceId: string;
}

/**
 * Applies changes of different requests, locking their rows in id order. Of two racing changes of one request exactly one wins; the other is
 * absent from the answer and leaves no trace. Throws TransitionNotAllowed, before anything is written, where the table of transitions forbids one.
 * @returns the requests that changed, by id.
 */
export async function changeStatuses(
  db: Sequelize,
  transaction: Transaction,
  changes: readonly StatusChange[],
): Promise<Map<string, ChangedRequest>> {
  for (const change of changes) {
    if (!mayChange(change.from.status, change.to, change.trigger)) {
      throw new TransitionNotAllowed(change.from.status, change.to, change.trigger);
    }
  }
  if (changes.length === 0) return new Map();
  const changed = await rows<ChangedRequest>(
    db,
    `WITH wanted AS (
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[], $4::uuid[], $5::text[], $6::int[], $7::uuid[], $8::text[], $9::text[],
                            $10::text[], $11::text[], $12::bigint[])
         AS w(id, from_status, from_attempt, from_batch, to_status, to_attempt, to_batch, cause, stage, message, actor, outbox_id)
     ), locked AS MATERIALIZED (
       SELECT r.id FROM document_requests r WHERE r.id = ANY ($1::uuid[]) ORDER BY r.id FOR NO KEY UPDATE
     ), changed AS (
       UPDATE document_requests r
          SET status = w.to_status, attempt = w.to_attempt, sequence = r.sequence + 1,
              engine_batch_id = coalesce(w.to_batch, r.engine_batch_id), cause = coalesce(w.cause, r.cause), updated_at = clock_timestamp()
         FROM wanted w JOIN locked l ON l.id = w.id
        -- By the list too: without it the planner reads the whole table for a large page.
        WHERE r.id = ANY ($1::uuid[]) AND r.id = w.id AND r.status = w.from_status AND r.attempt = w.from_attempt
          AND r.engine_batch_id IS NOT DISTINCT FROM w.from_batch
       RETURNING r.id, r.tenant, r.status, r.attempt, r.sequence, r.cause, r.trace_id, w.stage, w.message, w.actor, w.outbox_id
     ), told AS (
       INSERT INTO status_events (request_id, sequence, tenant, status, attempt, cause, stage, message, actor, outbox_id)
       SELECT id, sequence, tenant, status, attempt, cause, stage, message, actor, outbox_id FROM changed
     )
     SELECT id AS "requestId", tenant, status, attempt, sequence, trace_id AS "traceId" FROM changed`,
    [
      changes.map((change) => change.requestId),
      changes.map((change) => change.from.status),
      changes.map((change) => change.from.attempt),
      changes.map((change) => change.from.engineBatchId),
      changes.map((change) => change.to),
      changes.map((change) => attemptAfter(change.from.attempt, change.trigger)),
      changes.map((change) => change.engineBatchId ?? null),
      changes.map((change) => change.cause ?? null),
      changes.map((change) => change.stage),
      changes.map((change) => change.message),
      changes.map((change) => change.actor),
      changes.map((change) => change.outboxId ?? null),
    ],
    transaction,
  );
  return new Map(changed.map((each) => [each.requestId, each]));
}
