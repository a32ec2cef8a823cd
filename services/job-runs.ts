/** When each repeatable job last ran and what came of it: kept in Postgres, for Redis may lose its memory, so that a job's absence shows. */
import type { Sequelize } from 'sequelize';

/** Runs the job and records its start, end and result. A run that fails stays recorded as begun and not finished. */
export async function recordRun<T extends object>(db: Sequelize, job: string, run: () => Promise<T>): Promise<T> {
  await db.query(
    `INSERT INTO job_runs (job, started_at) VALUES ($1, clock_timestamp())
     ON CONFLICT (job) DO UPDATE SET started_at = excluded.started_at`,
    { bind: [job] },
  );
  const result = await run();
  await db.query('UPDATE job_runs SET finished_at = clock_timestamp(), result = $2::jsonb WHERE job = $1', {
    bind: [job, JSON.stringify(result)],
  });
  return result;
}
