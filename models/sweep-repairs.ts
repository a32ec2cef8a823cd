/** How often each sweep had to repair something. */
import type { Sequelize } from 'sequelize';
import { rows } from './database';

/** One row for each sweep that ever ran a repair, by its name. */
export function readSweepRepairs(db: Sequelize): Promise<{ sweep: string; repaired: number }[]> {
  return rows(db, 'SELECT sweep, repaired FROM sweep_repairs ORDER BY sweep');
}
