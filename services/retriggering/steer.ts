/** Stopping a run and going on with it. Both hold the run's row, then its errors in their order. */
import type { Sequelize, Transaction } from 'sequelize';
import type { Caller } from '../../domain/caller';
import { isId } from '../../domain/ids';
import { isUnderWay } from '../../domain/retrigger-run';
import { CodedError, type UserError } from '../../domain/user-errors';
import { rows } from '../../models/database';
import { announceRun } from '../announcing';
import { writeAudit } from '../audit';
import { bulkTransaction } from '../bulk-transaction';
import { WAITING } from '../choosing';
import { orUnavailable } from '../unavailable';
import { bearsMark, skipUnmarked } from './outcomes';
import { lockRun, waitingErrors, type LockedRun } from './run-rows';

export interface SteerResult {
  /** Null where there was nothing to stop or to resume. */
  readonly userErrors: UserError[];
}

const PAGE = 1_000;

type By = Pick<Caller, 'tenant' | 'subject'>;

/** What was released goes on; what was not loses its mark and keeps its recovery status. A user error names a state with nothing to stop. NOT_FOUND is thrown. */
export function stopRun(db: Sequelize, caller: By, id: string): Promise<SteerResult> {
  return steer(db, caller, id, async (transaction, run) => {
    if (!isUnderWay(run.state)) return refused(`the run is ${run.state}: there is nothing to stop`);
    await stopIn(db, transaction, run, caller.subject);
    return { userErrors: [] };
  });
}

/** Takes back what is still PENDING or EXHAUSTED and free, and goes on in spite of its canaries; the rest is skipped. */
export function resumeRun(db: Sequelize, caller: By, id: string): Promise<SteerResult> {
  return steer(db, caller, id, async (transaction, run) => {
    if (run.state !== 'STOPPED') return refused(`the run is ${run.state}: there is nothing to resume`);
    const held = await eachWaitingPage(db, transaction, run, async (ids) => {
      const taken = await rows(
        db,
        `WITH free AS MATERIALIZED (
           SELECT e.id FROM processing_errors e JOIN document_requests r ON r.id = e.request_id
            WHERE e.id = ANY ($2::uuid[]) AND e.run_id IS NULL AND e.recovery_status IN ('PENDING','EXHAUSTED') AND ${WAITING}
            ORDER BY e.id FOR NO KEY UPDATE OF e
         )
         UPDATE processing_errors e SET run_id = $1 FROM free WHERE e.id = free.id RETURNING 1`,
        [run.id, ids],
        transaction,
      );
      await skipUnmarked(db, transaction, run.id, ids);
      return taken.length;
    });
    await db.query(
      `UPDATE retrigger_runs SET state = 'RUNNING', finished_at = NULL, next_step_at = clock_timestamp() WHERE id = $1`,
      { bind: [run.id], transaction },
    );
    await announceRun(db, transaction, { ...run, state: 'RUNNING' });
    await writeAudit(db, transaction, { tenant: run.tenant, actor: caller.subject, action: 'RESUME_RUN', subject: run.id, counts: { held } });
    return { userErrors: [] };
  });
}

/** Stops a run whose row the caller has locked. */
export async function stopIn(db: Sequelize, transaction: Transaction, run: LockedRun, actor: string): Promise<void> {
  const freed = await eachWaitingPage(db, transaction, run, async (ids) => {
    const free = await rows(
      db,
      `WITH held AS MATERIALIZED (
         SELECT e.id FROM processing_errors e
          WHERE e.id = ANY ($2::uuid[]) AND ${bearsMark('$1')} AND e.run_outcome IS NULL ORDER BY e.id FOR NO KEY UPDATE
       )
       UPDATE processing_errors e SET run_id = NULL FROM held WHERE e.id = held.id RETURNING 1`,
      [run.id, ids],
      transaction,
    );
    return free.length;
  });
  await db.query(`UPDATE retrigger_runs SET state = 'STOPPED', finished_at = clock_timestamp() WHERE id = $1`, { bind: [run.id], transaction });
  await announceRun(db, transaction, { ...run, state: 'STOPPED' });
  await writeAudit(db, transaction, { tenant: run.tenant, actor, action: 'STOP_RUN', subject: run.id, counts: { freed } });
}

/** Calls `work` with all that was not taken yet, a page at a time. @returns the sum of what it gives. */
async function eachWaitingPage(
  db: Sequelize,
  transaction: Transaction,
  run: LockedRun,
  work: (ids: readonly string[]) => Promise<number>,
): Promise<number> {
  let sum = 0;
  for (let after = run.takenUpTo; ; ) {
    const ids = await waitingErrors(db, transaction, run.id, after, PAGE);
    if (ids.length > 0) sum += await work(ids);
    if (ids.length < PAGE) return sum;
    after = ids.at(-1) ?? after;
  }
}

function refused(message: string): SteerResult {
  return { userErrors: [{ field: ['id'], code: 'BAD_USER_INPUT', message }] };
}

function steer(
  db: Sequelize,
  { tenant }: By,
  id: string,
  work: (transaction: Transaction, run: LockedRun) => Promise<SteerResult>,
): Promise<SteerResult> {
  return orUnavailable(() =>
    bulkTransaction(db, async (transaction) => {
      const run = isId(id) ? await lockRun(db, transaction, tenant, id) : null;
      if (!run) throw new CodedError('NOT_FOUND', 'There is no such retrigger run.');
      return work(transaction, run);
    }),
  );
}
