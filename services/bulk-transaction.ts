/** Transactions over many rows, begun anew where Postgres ended one because it and another waited for each other. */
import { DatabaseError, type Sequelize, type Transaction } from 'sequelize';

const DEADLOCK = '40P01';
const TRIES = 3;

/** `work` may run several times: what it did is rolled back before it runs again. */
export async function bulkTransaction<T>(db: Sequelize, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction(work);
    } catch (error) {
      if (tries === TRIES || !isDeadlock(error)) throw error;
    }
  }
}

function isDeadlock(error: unknown): boolean {
  return error instanceof DatabaseError && 'code' in error.parent && error.parent.code === DEADLOCK;
}
