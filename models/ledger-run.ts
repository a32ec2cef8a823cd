/** What the last finished ledger found, kept by whoever took it. */
import type { Sequelize } from 'sequelize';
import { rows } from './database';

export interface LedgerRun {
  /** Seconds since the epoch. */
  readonly takenAt: number;
  readonly disagreements: number;
}

/** Null where none was ever taken. */
export async function readLedgerRun(db: Sequelize): Promise<LedgerRun | null> {
  const [found] = await rows<LedgerRun>(
    db,
    `SELECT extract(epoch FROM finished_at)::float AS "takenAt", (result->>'disagreements')::int AS disagreements
       FROM job_runs WHERE job = 'ledger' AND result IS NOT NULL`,
  );
  return found ?? null;
}
