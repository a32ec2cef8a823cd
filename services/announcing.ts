/**
 * Tells gateways of what changes no status, through the outbox to oms.operations.v1: errors as they now are, and runs. What happens to
 * one error keeps its order, since the key is its tenant.
 */
import type { Sequelize, Transaction } from 'sequelize';
import type { RetriggerRunState } from '../domain/retrigger-run';
import { newId } from '../domain/ids';
import { writeOutbox } from '../events/outbox';
import type { EventType } from '../events/schemas';
import { TOPICS } from '../events/topics';

/** Errors in one event: keeps it below 8 KiB. */
const ERRORS_PER_EVENT = 40;
const ERRORS_CHANGED: EventType = 'oms.errors.changed';

/** Call in the transaction that recorded these errors or changed their recovery status, after it did. */
export async function announceErrors(db: Sequelize, transaction: Transaction, errorIds: readonly string[]): Promise<void> {
  if (errorIds.length === 0) return;
  await db.query(
    `INSERT INTO outbox_events (topic, key, event_id, type, tenant, value)
     SELECT $2, c.tenant, 'errors:' || gen_random_uuid(), $3, c.tenant,
            jsonb_build_object('errors', jsonb_agg(jsonb_build_object('id', c.id, 'recoveryStatus', c.recovery_status,
              'nextAttemptAt', c.next_attempt_at, 'resolvedAt', c.resolved_at) ORDER BY c.id))
       FROM (SELECT e.id, e.tenant, e.recovery_status, e.next_attempt_at, e.resolved_at,
                    (row_number() OVER (PARTITION BY e.tenant ORDER BY e.id) - 1) / ${ERRORS_PER_EVENT} AS part
               FROM processing_errors e WHERE e.id = ANY ($1::uuid[])) c
      GROUP BY c.tenant, c.part`,
    { bind: [errorIds, TOPICS.operations, ERRORS_CHANGED], transaction },
  );
}

/** Call in the transaction that changed the run, after it did. */
export async function announceRun(
  db: Sequelize,
  transaction: Transaction,
  run: { readonly id: string; readonly tenant: string; readonly state: RetriggerRunState },
): Promise<void> {
  const { id, tenant, state } = run;
  await writeOutbox(db, transaction, [
    { topic: TOPICS.operations, key: tenant, type: 'oms.run.changed', id: `run:${newId()}`, tenant, sequence: null, traceparent: null, value: { runId: id, state } },
  ]);
}
