/** Many errors, made by SQL: those that wait for a retry with their requests, and others that make the table large. */
import type { Sequelize } from 'sequelize';

export interface DueErrors {
  readonly count: number;
  readonly code?: string;
  readonly retryStage?: string;
  readonly attempt?: number;
  readonly priority?: string;
  /** Until due, in s; negative: overdue. */
  readonly dueInSeconds?: number;
}

/** RETRY_SCHEDULED requests, each with its PENDING error. */
export async function makeDueErrors(db: Sequelize, wanted: DueErrors): Promise<void> {
  const { count, code = 'ENGINE_UNAVAILABLE', retryStage = 'PROCESSING', attempt = 1, priority = 'NORMAL', dueInSeconds = -1 } = wanted;
  await db.query(
    `WITH made AS (
       INSERT INTO document_requests (id, tenant, source, document_type, document_type_version, engine_configuration, format, priority, data,
                                      status, attempt, sequence, trace_id)
       SELECT gen_random_uuid(), 'demo', 'PORTAL', 'INVOICE', 1, 'invoice', 'PDF', $5, '{}', 'RETRY_SCHEDULED', $4::int, $4::int + 2,
              md5('trace ' || n) FROM generate_series(1, $1::int) n
       RETURNING id, tenant, attempt, sequence
     ), told AS (
       INSERT INTO status_events (request_id, sequence, tenant, status, attempt, cause, stage, message, actor)
       SELECT id, s, tenant, CASE WHEN s = 1 THEN 'ACCEPTED' WHEN s = sequence THEN 'RETRY_SCHEDULED' ELSE 'PROCESSING' END, 1, 'SUBMITTED', NULL, NULL, 'test'
         FROM made, generate_series(1, made.sequence) s
     )
     INSERT INTO processing_errors (id, request_id, tenant, stage, retry_stage, code, message, attempt, retriable, recovery_status, next_attempt_at)
     SELECT gen_random_uuid(), id, tenant, 'PROCESSING', $3, $2, 'made by a test', attempt, true, 'PENDING',
            clock_timestamp() + make_interval(secs => $6::int) FROM made`,
    { bind: [count, code, retryStage, attempt, priority, dueInSeconds] },
  );
}

/** What errors without requests are: due now, ended long ago, or half of them ended and half not due for days. */
export type Filling = 'due' | 'closed' | 'mixed';

const IS_PENDING: Readonly<Record<Filling, string>> = { due: 'true', closed: 'false', mixed: 'n % 2 = 0' };
const DUE: Readonly<Record<Filling, string>> = {
  due: 'clock_timestamp() - make_interval(secs => n % 1000)',
  closed: 'NULL::timestamptz',
  mixed: 'clock_timestamp() + make_interval(hours => 24 + n % 1000)',
};

/** Errors without requests, which make the table large. The references are switched off for as long as it takes, which needs a superuser. */
export async function fillErrors(db: Sequelize, count: number, filling: Filling = 'mixed'): Promise<void> {
  await db.transaction(async (transaction) => {
    await db.query('SET LOCAL session_replication_role = replica', { transaction });
    await db.query(
      `INSERT INTO processing_errors (id, request_id, tenant, stage, retry_stage, code, message, attempt, retriable, recovery_status, next_attempt_at)
       SELECT gen_random_uuid(), gen_random_uuid(), 'demo', 'PROCESSING', 'PROCESSING', 'ENGINE_UNAVAILABLE', 'made to fill the table', 1, true,
              CASE WHEN ${IS_PENDING[filling]} THEN 'PENDING' ELSE 'RECOVERED' END, CASE WHEN ${IS_PENDING[filling]} THEN ${DUE[filling]} END
         FROM generate_series(1, $1::int) n`,
      { bind: [count], transaction },
    );
  });
}
