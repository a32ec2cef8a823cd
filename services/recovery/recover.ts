/** The recovery job's work: releases what is due, a page at a time. Any number of instances may be at it, and any may die at any point. */
import type { Sequelize, Transaction } from 'sequelize';
import type { ErrorCode } from '../../domain/error-codes';
import { isExhausted, type RetryPolicies } from '../../domain/retry-policy';
import { outboxPending } from '../../events/outbox';
import { rows } from '../../models/database';
import { crashPoint } from '../../platform/crash-points';
import type { Logger } from '../../platform/logging';
import { exhaustErrors } from './exhaust-errors';
import { beginRun, countPage, finishRun, type RunCounts } from './recovery-runs';
import { RETRY_COLUMNS, sendRetries, type Retry } from './retry-events';

export interface RecoveryDeps {
  readonly database: Sequelize;
  readonly retryPolicies: RetryPolicies;
  readonly logger: Logger;
  readonly settings: {
    /** Errors of one transaction. */
    readonly pageSize: number;
    /** Events that wait for Kafka, above which the run ends: what is due stays due, and new submissions keep their room in the outbox. */
    readonly outboxMax: number;
  };
}

interface DueError extends Omit<Retry, 'cause' | 'actor'> {
  readonly code: ErrorCode;
  readonly counted: number;
}

const ACTOR = 'recovery';

/**
 * Claims what is due and belongs to no retrigger run. It walks the index processing_errors_due from its earliest entry: the clock is read once, so
 * that it is a bound of the walk and not a filter. Each request is looked up by its id (OFFSET 0 keeps the planner from reading them all). It waits for no lock while it holds those of errors: others lock a request before its error.
 */
export const CLAIM_DUE = `
  WITH e AS MATERIALIZED (
    SELECT id, request_id, retry_stage, code FROM processing_errors
     WHERE recovery_status = 'PENDING' AND run_id IS NULL AND next_attempt_at <= (SELECT clock_timestamp())
     ORDER BY next_attempt_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED
  )
  SELECT e.code, r.attempt - r.uncounted_attempts AS counted, ${RETRY_COLUMNS}
    FROM e CROSS JOIN LATERAL (SELECT * FROM document_requests WHERE id = e.request_id OFFSET 0) r`;

/** One run: releases every due error, and ends those that have no attempt left. Ends early when `signal` says so. */
export async function recoverDueErrors(deps: RecoveryDeps, signal?: AbortSignal): Promise<RunCounts> {
  const { database, logger, settings } = deps;
  const runId = await beginRun(database);
  const total = { claimed: 0, published: 0, exhausted: 0 };
  while (!signal?.aborted) {
    if ((await outboxPending(database)) > settings.outboxMax) {
      logger.warn({ released: total.published }, 'recovery pauses: too many events wait to be published');
      break;
    }
    const page = await database.transaction((transaction) => recoverPage(deps, transaction, runId));
    if (page.claimed > 0) crashPoint('recovery:after-commit');
    total.claimed += page.claimed;
    total.published += page.published;
    total.exhausted += page.exhausted;
    if (page.claimed < settings.pageSize) break;
  }
  await finishRun(database, runId);
  if (total.claimed > 0) logger.info(total, 'recovery released what was due');
  return total;
}

async function recoverPage(deps: RecoveryDeps, transaction: Transaction, runId: string): Promise<RunCounts> {
  const { database, retryPolicies, settings } = deps;
  const due = await rows<DueError>(database, CLAIM_DUE, [settings.pageSize], transaction);
  const spent = due.filter((each) => isExhausted(retryPolicies, each.code, each.counted));
  const released = due.filter((each) => !spent.includes(each));
  await sendRetries(database, transaction, released.map((each) => ({ ...each, cause: 'RECOVERY', actor: ACTOR })));
  const exhausted = await exhaustErrors(database, transaction, spent, ACTOR);
  // One that is spent and whose request is locked just now waits for the next run.
  const page = { claimed: released.length + exhausted, published: released.length, exhausted };
  await countPage(database, transaction, runId, page);
  if (page.claimed > 0) crashPoint('recovery:before-commit');
  return page;
}
