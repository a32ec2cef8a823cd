/** What fails: the status change and its row in processing_errors, in one transaction. */
import type { Sequelize, Transaction } from 'sequelize';
import { newId } from '../domain/ids';
import type { DocumentStatus, Stage } from '../domain/document';
import { errorRule, type ErrorCode } from '../domain/error-codes';
import { judgeFailure, type RetryPolicy } from '../domain/retry-policy';
import { changeStatuses } from './status-change';

export interface Failure {
  readonly requestId: string;
  readonly from: { readonly status: Extract<DocumentStatus, 'PROCESSING' | 'GENERATING'>; readonly attempt: number; readonly engineBatchId: string };
  readonly stage: Stage;
  readonly code: ErrorCode;
  /** For people: what happened, without secrets. */
  readonly message: string;
}

/** Characters of a message, at most: an event with it stays below its size, even where JSON needs six bytes for each. */
const MAX_MESSAGE_LENGTH = 1_000;

/** What an engine said, in a form that can be stored and published: without NUL, and not too long. */
function storable(message: string): string {
  const text = message.replaceAll('\0', '');
  return text.length <= MAX_MESSAGE_LENGTH ? text : `${text.slice(0, MAX_MESSAGE_LENGTH - 1)}…`;
}

/**
 * Moves each request to RETRY_SCHEDULED or FAILED as the policy judges and records its error; a request that has moved on meanwhile is left
 * alone. Due times are by Postgres's clock. @returns the ids of the requests that changed.
 */
export async function recordFailures(
  db: Sequelize,
  transaction: Transaction,
  failures: readonly Failure[],
  options: { policy: RetryPolicy; actor: string },
): Promise<Set<string>> {
  const judged = failures.map(({ message, ...rest }) => ({ ...rest, message: storable(message) })).map((failure) => ({ failure, verdict: judgeFailure(failure.code, failure.from.attempt, options.policy) }));
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
  if (recorded.length > 0) {
    await db.query(
      `INSERT INTO processing_errors
         (id, request_id, tenant, stage, retry_stage, code, message, attempt, retriable, recovery_status, next_attempt_at)
       SELECT e.id, e.request_id, e.tenant, e.stage, e.retry_stage, e.code, e.message, e.attempt, e.retriable, e.recovery_status,
              clock_timestamp() + make_interval(secs => e.delay_ms / 1000.0)
         FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::bool[],
                     $10::text[], $11::int[])
           AS e(id, request_id, tenant, stage, retry_stage, code, message, attempt, retriable, recovery_status, delay_ms)`,
      {
        bind: [
          recorded.map(() => newId()),
          recorded.map(({ failure }) => failure.requestId),
          recorded.map(({ failure }) => changed.get(failure.requestId)?.tenant),
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
  }
  return new Set(changed.keys());
}
