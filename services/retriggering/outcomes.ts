/** What became of the errors of runs, where the error itself no longer tells. */
import type { Sequelize, Transaction } from 'sequelize';

/** Moves the outcomes of these errors, whose rows the caller has locked, to the items of the runs that they had: before another mark replaces it. */
export async function keepOutcomes(db: Sequelize, transaction: Transaction, errorIds: readonly string[]): Promise<void> {
  await db.query(
    `UPDATE retrigger_items i SET outcome = e.run_outcome FROM processing_errors e
      WHERE e.id = ANY ($1::uuid[]) AND e.run_outcome IS NOT NULL AND i.run_id = e.run_id AND i.error_id = e.id`,
    { bind: [errorIds], transaction },
  );
}

/** Of these items, those whose error does not bear the run's mark have ended without it. */
export async function skipUnmarked(db: Sequelize, transaction: Transaction, runId: string, errorIds: readonly string[] | null): Promise<void> {
  await db.query(
    `UPDATE retrigger_items i SET outcome = 'skipped'
      WHERE i.run_id = $1 AND ($2::uuid[] IS NULL OR i.error_id = ANY ($2::uuid[])) AND i.taken_at IS NULL AND i.outcome IS NULL
        AND NOT EXISTS (SELECT 1 FROM processing_errors e WHERE e.id = i.error_id AND e.run_id = i.run_id)`,
    { bind: [runId, errorIds], transaction },
  );
}
