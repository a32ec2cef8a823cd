/** What became of the errors of runs, where the error itself no longer tells. */
import type { Sequelize, Transaction } from 'sequelize';

/** Moves the outcomes of these errors, whose rows the caller has locked, to the items of the runs that they had: before another mark replaces it. */
export async function keepOutcomes(
  db: Sequelize,
  transaction: Transaction,
  errors: readonly { readonly id: string; readonly formerRun: string | null }[],
): Promise<void> {
  const former = errors.filter(({ formerRun }) => formerRun !== null);
  if (former.length === 0) return;
  await db.query(
    `UPDATE retrigger_items i SET outcome = e.run_outcome
       FROM unnest($1::uuid[], $2::uuid[]) AS f(id, run_id) JOIN processing_errors e ON e.id = f.id
      WHERE i.run_id = f.run_id AND i.error_id = f.id`,
    { bind: [former.map(({ id }) => id), former.map(({ formerRun }) => formerRun)], transaction },
  );
}

/**
 * Compares an error's mark. IS NOT DISTINCT FROM, since no index serves that: looking for one error among all that a run holds would be chosen by a
 * planner that has not seen the run yet, and take the square of their number.
 */
export const bearsMark = (run: string) => `e.run_id IS NOT DISTINCT FROM ${run}::uuid`;

/** Of these items, those whose error does not bear the run's mark have ended without it. */
export async function skipUnmarked(db: Sequelize, transaction: Transaction, runId: string, errorIds: readonly string[]): Promise<void> {
  await db.query(
    `UPDATE retrigger_items i SET outcome = 'skipped'
      WHERE i.run_id = $1 AND i.error_id = ANY ($2::uuid[]) AND i.outcome IS NULL
        AND (SELECT e.run_id FROM processing_errors e WHERE e.id = i.error_id) IS DISTINCT FROM i.run_id`,
    { bind: [runId, errorIds], transaction },
  );
}
