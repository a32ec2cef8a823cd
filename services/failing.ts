/** What fails: the status change and its row in processing_errors, in one transaction. */
import type { Sequelize, Transaction } from 'sequelize';
import { newId } from '../domain/ids';
import type { DocumentStatus, Stage } from '../domain/document';
import { errorRule, type ErrorCode } from '../domain/error-codes';
import { judgeFailure, type FailureVerdict, type RetryPolicies } from '../domain/retry-policy';
import { rows } from '../models/database';
import { announceErrors } from './announcing';
import { closeErrors } from './recovery/close-errors';
import { changeStatuses } from './status-change';

export interface Failure {
  readonly requestId: string;
  readonly from: { readonly status: Extract<DocumentStatus, 'PROCESSING' | 'GENERATING'>; readonly attempt: number; readonly engineBatchId: string };
  readonly stage: Stage;
  readonly code: ErrorCode;
  /** For people: what happened, without secrets. */
  readonly message: string;
  /** Its job failed as a whole: the largest batch that it may be in from now on. A retry with a limit above 1 does not count. */
  readonly batchLimit?: number;
}

interface Judged {
  readonly failure: Failure;
  readonly verdict: FailureVerdict;
}

/** Characters of a message, at most: an event with it stays below its size, even where JSON needs six bytes for each. */
const MAX_MESSAGE_LENGTH = 1_000;

/** What an engine said, in a form that can be stored and published: without NUL, and not too long. */
function storable(message: string): string {
  const text = message.replaceAll('\0', '');
  return text.length <= MAX_MESSAGE_LENGTH ? text : `${text.slice(0, MAX_MESSAGE_LENGTH - 1)}…`;
}

/**
 * Moves each request to RETRY_SCHEDULED or FAILED as the policies judge, closes the error of the attempt before as FAILED_AGAIN and records the new
 * one; a request that has moved on meanwhile is left alone. Due times are by Postgres's clock. @returns the ids of the requests that changed.
 */
export async function recordFailures(
  db: Sequelize,
  transaction: Transaction,
  failures: readonly Failure[],
  options: { policies: RetryPolicies; actor: string },
): Promise<Set<string>> {
  if (failures.length === 0) return new Set();
  const uncounted = await countUncounted(db, transaction, failures);
  const judged = failures.map((given): Judged => {
    const failure = { ...given, message: storable(given.message) };
    // A retry in a smaller batch that holds more than one does not count, and waits only the first step.
    const isFree = failure.batchLimit !== undefined && failure.batchLimit > 1;
    const counted = isFree ? 0 : failure.from.attempt - (uncounted.get(failure.requestId) ?? 0);
    return { failure, verdict: judgeFailure(failure.code, counted, options.policies) };
  });
  const changed = await changeStatuses(
    db,
    transaction,
    judged.map(({ failure, verdict }) => ({
      requestId: failure.requestId,
      from: failure.from,
      to: verdict.status,
      trigger: 'WORK',
      stage: failure.stage,
      message: `${failure.code}: ${failure.message}`,
      actor: options.actor,
    })),
  );
  const recorded = judged.filter(({ failure }) => changed.has(failure.requestId));
  const retried = recorded.filter(({ failure }) => failure.from.attempt > 1);
  await closeErrors(db, transaction, retried.map(({ failure }) => failure.requestId), 'FAILED_AGAIN', options.actor);
  await insertErrors(db, transaction, recorded, (requestId) => changed.get(requestId)?.tenant ?? '');
  return new Set(changed.keys());
}

/**
 * Locks the requests and gives, by id, how many of their attempts do not count. A job that failed whole is where that number grows: once for
 * each retry in a batch that is smaller and yet holds more than one.
 */
async function countUncounted(db: Sequelize, transaction: Transaction, failures: readonly Failure[]): Promise<Map<string, number>> {
  const found = await rows<{ id: string; uncounted: number }>(
    db,
    `SELECT id, uncounted_attempts AS uncounted FROM document_requests WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
    [failures.map((failure) => failure.requestId)],
    transaction,
  );
  const uncounted = new Map(found.map((each) => [each.id, each.uncounted]));
  const halved = failures.filter((failure) => failure.batchLimit !== undefined);
  if (halved.length === 0) return uncounted;
  const limited = await rows<{ id: string; uncounted: number }>(
    db,
    `UPDATE document_requests r
        SET batch_limit = w.batch_limit, uncounted_attempts = r.uncounted_attempts + CASE WHEN w.batch_limit > 1 THEN 1 ELSE 0 END
       FROM unnest($1::uuid[], $2::text[], $3::int[], $4::uuid[], $5::int[]) AS w(id, status, attempt, batch, batch_limit)
      WHERE r.id = w.id AND r.status = w.status AND r.attempt = w.attempt AND r.engine_batch_id = w.batch
     RETURNING r.id, r.uncounted_attempts AS uncounted`,
    [
      halved.map((failure) => failure.requestId),
      halved.map((failure) => failure.from.status),
      halved.map((failure) => failure.from.attempt),
      halved.map((failure) => failure.from.engineBatchId),
      halved.map((failure) => failure.batchLimit),
    ],
    transaction,
  );
  for (const each of limited) uncounted.set(each.id, each.uncounted);
  return uncounted;
}

async function insertErrors(
  db: Sequelize,
  transaction: Transaction,
  recorded: readonly Judged[],
  tenantOf: (requestId: string) => string,
): Promise<void> {
  if (recorded.length === 0) return;
  const ids = recorded.map(() => newId());
  await db.query(
    `INSERT INTO processing_errors
       (id, request_id, tenant, stage, retry_stage, code, message, attempt, retriable, recovery_status, next_attempt_at)
     SELECT e.id, e.request_id, e.tenant, e.stage, e.retry_stage, e.code, e.message, e.attempt, e.retriable, e.recovery_status,
            clock_timestamp() + make_interval(secs => e.delay_ms / 1000.0)
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::bool[],
                   $10::text[], $11::bigint[])
         AS e(id, request_id, tenant, stage, retry_stage, code, message, attempt, retriable, recovery_status, delay_ms)`,
    {
      bind: [
        ids,
        recorded.map(({ failure }) => failure.requestId),
        recorded.map(({ failure }) => tenantOf(failure.requestId)),
        recorded.map(({ failure }) => failure.stage),
        recorded.map(({ failure }) => errorRule(failure.code).retryStage),
        recorded.map(({ failure }) => failure.code),
        recorded.map(({ failure }) => failure.message),
        recorded.map(({ failure }) => failure.from.attempt),
        recorded.map(({ failure }) => errorRule(failure.code).retriable),
        recorded.map(({ verdict }) => verdict.recoveryStatus),
        recorded.map(({ verdict }) => verdict.delayMs),
      ],
      transaction,
    },
  );
  await announceErrors(db, transaction, ids);
}
