/** A retry that begins at MONITORING: the same engine batch is watched again, and nothing is submitted. */
import type { Sequelize, Transaction } from 'sequelize';
import type { DocumentStatus } from '../../domain/document';
import type { MonitoringRetryEvent } from '../../events/schemas';
import { rows } from '../../models/database';
import { changeStatuses } from '../status-change';

/** Events of one transaction. */
const PAGE = 500;

interface Found {
  readonly id: string;
  readonly status: DocumentStatus;
  readonly attempt: number;
  readonly engineBatchId: string | null;
}

/**
 * Moves each request that stands where its event expects it to GENERATING, in the batch that it is in, and has that batch polled soon, its
 * deadline counted anew. Events that came too late or again do nothing.
 */
export async function watchAgain(db: Sequelize, events: readonly MonitoringRetryEvent[], firstPollMs: number): Promise<void> {
  for (let from = 0; from < events.length; from += PAGE) {
    const page = events.slice(from, from + PAGE);
    await db.transaction((transaction) => watchPage(db, transaction, page, firstPollMs));
  }
}

async function watchPage(db: Sequelize, transaction: Transaction, events: readonly MonitoringRetryEvent[], firstPollMs: number): Promise<void> {
  await rows(
    db,
    'SELECT id FROM engine_batches WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE',
    [[...new Set(events.map((event) => event.batchId))]],
    transaction,
  );
  const found = await rows<Found>(
    db,
    `SELECT id, status, attempt, engine_batch_id AS "engineBatchId" FROM document_requests
      WHERE id = ANY ($1::uuid[]) AND status IN ('RETRY_SCHEDULED','FAILED') ORDER BY id FOR NO KEY UPDATE`,
    [events.map((event) => event.requestId)],
    transaction,
  );
  const expected = found.flatMap((request) => {
    const event = events.find(
      ({ requestId, batchId, attempt }) => requestId === request.id && batchId === request.engineBatchId && attempt === request.attempt + 1,
    );
    return event ? [{ request, event }] : [];
  });
  await changeStatuses(
    db,
    transaction,
    expected.map(({ request, event }) => ({
      requestId: request.id,
      from: { status: request.status, attempt: request.attempt, engineBatchId: request.engineBatchId },
      to: 'GENERATING',
      trigger: 'RETRY_EVENT',
      cause: event.cause,
      stage: 'MONITORING',
      message: null,
      actor: event.actor,
    })),
  );
  await reopen(db, transaction, [...new Set(expected.map(({ event }) => event.batchId))], firstPollMs);
}

/** A poll that is under way has judged without the members that came back: the next claim overtakes it. */
async function reopen(db: Sequelize, transaction: Transaction, batchIds: readonly string[], firstPollMs: number): Promise<void> {
  await db.query(
    `UPDATE engine_batches
        SET state = 'GENERATING', closed_at = NULL, claim = claim + 1, failed_polls = 0, waited_ms = 0, reopened_at = clock_timestamp(),
            next_poll_at = clock_timestamp() + make_interval(secs => $2::int / 1000.0)
      WHERE id = ANY ($1::uuid[])`,
    { bind: [batchIds, firstPollMs], transaction },
  );
}
