/** What sweeps had to repair, counted for all processes together. Without faults every count stays 0. */
import type { Sequelize, Transaction } from 'sequelize';

export type Sweep = 'expired-leases' | 'lost-processing-events' | 'lost-retry-events' | 'never-enrolled' | 'orphaned-outputs';

/** Adds to the count of a sweep; does nothing for 0. */
export async function countRepairs(db: Sequelize, sweep: Sweep, repaired: number, transaction?: Transaction): Promise<void> {
  if (repaired === 0) return;
  await db.query(
    `INSERT INTO sweep_repairs (sweep, repaired, last_at) VALUES ($1, $2, clock_timestamp())
     ON CONFLICT (sweep) DO UPDATE SET repaired = sweep_repairs.repaired + excluded.repaired, last_at = excluded.last_at`,
    { bind: [sweep, repaired], transaction },
  );
}
