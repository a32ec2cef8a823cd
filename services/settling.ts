/** How a document ends: COMPLETED with its stored output and its error recovered, or failed with an error. */
import type { Sequelize, Transaction } from 'sequelize';
import type { Stage } from '../domain/document';
import type { RetryPolicies } from '../domain/retry-policy';
import { recordFailures, type Failure } from './failing';
import type { StoredOutput } from './ports/output-store';
import { closeErrors } from './recovery/close-errors';
import { changeStatuses } from './status-change';

export interface FinishedDocument {
  readonly requestId: string;
  readonly attempt: number;
  readonly output: StoredOutput;
  readonly contentType: string;
  readonly pages: number | null;
}

export interface Settlement {
  readonly batchId: string;
  readonly stage: Stage;
  readonly actor: string;
  readonly retryPolicies: RetryPolicies;
  readonly finished: readonly FinishedDocument[];
  readonly failed: readonly Failure[];
}

/**
 * Settles documents of one batch, whose row the caller has locked. The outputs must be in the store already. One that has moved on meanwhile
 * (cancelled, settled by another) is left alone, and what was stored for it is cleared up later.
 */
export async function settle(db: Sequelize, transaction: Transaction, settlement: Settlement): Promise<void> {
  const { batchId, stage, actor, finished } = settlement;
  const changed = await changeStatuses(
    db,
    transaction,
    finished.map((document) => ({
      requestId: document.requestId,
      from: { status: 'GENERATING', attempt: document.attempt, engineBatchId: batchId },
      to: 'COMPLETED',
      trigger: 'WORK',
      stage,
      message: null,
      actor,
    })),
  );
  const kept = finished.filter((document) => changed.has(document.requestId));
  if (kept.length > 0) {
    await db.query(
      `INSERT INTO document_outputs (request_id, tenant, engine_batch_id, attempt, store_key, content_type, size_bytes, pages, sha256)
       SELECT o.request_id, o.tenant, $9::uuid, o.attempt, o.store_key, o.content_type, o.size_bytes, o.pages, o.sha256
         FROM unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::text[], $6::int[], $7::int[], $8::text[])
           AS o(request_id, tenant, attempt, store_key, content_type, size_bytes, pages, sha256)`,
      {
        bind: [
          kept.map((document) => document.requestId),
          kept.map((document) => changed.get(document.requestId)?.tenant),
          kept.map((document) => document.attempt),
          kept.map((document) => document.output.key),
          kept.map((document) => document.contentType),
          kept.map((document) => document.output.sizeBytes),
          kept.map((document) => document.pages),
          kept.map((document) => document.output.sha256),
          batchId,
        ],
        transaction,
      },
    );
  }
  const recovered = kept.filter((document) => document.attempt > 1).map((document) => document.requestId);
  await closeErrors(db, transaction, recovered, 'RECOVERED', actor);
  await recordFailures(db, transaction, settlement.failed, { policies: settlement.retryPolicies, actor });
}
