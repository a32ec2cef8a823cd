/** Errors in every state, made by SQL, and administrators to act on them. */
import type { Sequelize } from 'sequelize';
import type { DocumentStatus, RecoveryStatus } from '../../../domain/document';
import { newId } from '../../../domain/ids';
import { rows } from '../../../models/database';

export interface Seed {
  readonly recoveryStatus: RecoveryStatus;
  readonly status: DocumentStatus;
  readonly tenant?: string;
  readonly code?: string;
  readonly documentType?: string;
  readonly source?: string;
  readonly submissionId?: string;
}

/** As many as wanted of one kind. @returns the errors' ids, in their order. */
export async function seedErrors(db: Sequelize, count: number, seed: Seed): Promise<string[]> {
  const ids = Array.from({ length: count }, newId);
  const { recoveryStatus, status, tenant = 'acme', code = 'ENGINE_REJECTED', documentType = 'INVOICE', source = 'PORTAL', submissionId = null } = seed;
  await db.query(
    `WITH made AS (
       INSERT INTO document_requests (id, tenant, source, document_type, document_type_version, engine_configuration, format, priority, data,
                                      status, attempt, sequence, trace_id, submission_id)
       SELECT gen_random_uuid(), $2, $8, $6, 1, 'invoice', 'PDF', 'NORMAL', '{}', $3, 1, 3, md5(n::text), $9::uuid FROM generate_series(1, $1::int) n
       RETURNING id
     ), numbered AS (SELECT id, row_number() OVER () AS n FROM made)
     INSERT INTO processing_errors (id, request_id, tenant, stage, retry_stage, code, message, attempt, retriable, recovery_status, next_attempt_at, resolved_at)
     SELECT ($7::uuid[])[n], id, $2, 'PROCESSING', 'PROCESSING', $5, 'made by a test', 1, true, $4,
            CASE WHEN $4 = 'PENDING' THEN clock_timestamp() + interval '1 hour' END,
            CASE WHEN $4 IN ('RECOVERED','FAILED_AGAIN','DISMISSED') THEN clock_timestamp() END FROM numbered`,
    { bind: [count, tenant, status, recoveryStatus, code, documentType, ids, source, submissionId] },
  );
  return ids;
}

export interface ErrorState {
  readonly id: string;
  readonly requestId: string;
  readonly recoveryStatus: RecoveryStatus;
  readonly status: DocumentStatus;
  readonly runId: string | null;
  readonly actor: string | null;
}

/** In the order of the ids. */
export async function statesOf(db: Sequelize, ids: readonly string[]): Promise<ErrorState[]> {
  return rows<ErrorState>(
    db,
    `SELECT e.id, r.id AS "requestId", e.recovery_status AS "recoveryStatus", r.status, e.run_id AS "runId", e.actor
       FROM processing_errors e JOIN document_requests r ON r.id = e.request_id WHERE e.id = ANY ($1::uuid[]) ORDER BY array_position($1::uuid[], e.id)`,
    [ids],
  );
}
