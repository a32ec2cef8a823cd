/** The runs of the recovery job: kept in Postgres, for Redis may lose its memory, so that the job's absence shows. */
import type { Sequelize, Transaction } from 'sequelize';
import { newId } from '../../domain/ids';

export interface RunCounts {
  /** Due errors that this run dealt with: published + exhausted. */
  readonly claimed: number;
  /** Retry events written. */
  readonly published: number;
  /** Ended because no attempt was left. */
  readonly exhausted: number;
}

/** @returns the id of a run that begins now. */
export async function beginRun(db: Sequelize): Promise<string> {
  const id = newId();
  await db.query('INSERT INTO recovery_runs (id) VALUES ($1)', { bind: [id] });
  return id;
}

/** Adds one page to its run, in the page's own transaction: a run that is killed has counted what it did and nothing else. */
export async function countPage(db: Sequelize, transaction: Transaction, runId: string, page: RunCounts): Promise<void> {
  if (page.claimed === 0) return;
  await db.query(
    'UPDATE recovery_runs SET claimed = claimed + $2, published = published + $3, exhausted = exhausted + $4 WHERE id = $1',
    { bind: [runId, page.claimed, page.published, page.exhausted], transaction },
  );
}

export async function finishRun(db: Sequelize, runId: string): Promise<void> {
  await db.query('UPDATE recovery_runs SET finished_at = clock_timestamp() WHERE id = $1', { bind: [runId] });
}

/** Forgets runs that began so long ago. */
export async function forgetRuns(db: Sequelize, olderThanMs: number): Promise<void> {
  await db.query(`DELETE FROM recovery_runs WHERE started_at < clock_timestamp() - make_interval(secs => $1::bigint / 1000.0)`, {
    bind: [olderThanMs],
  });
}
