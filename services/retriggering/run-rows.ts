/** A run as it stands, counted in one statement so that its figures belong together. */
import type { Sequelize, Transaction } from 'sequelize';
import { isId } from '../../domain/ids';
import type { RetriggerRunState } from '../../domain/retrigger-run';
import { rows } from '../../models/database';
import { orUnavailable } from '../unavailable';

export interface RunRow {
  readonly id: string;
  readonly tenant: string;
  readonly state: RetriggerRunState;
  readonly selected: number;
  readonly released: number;
  readonly recovered: number;
  readonly failedAgain: number;
  readonly skipped: number;
  readonly note: string | null;
  readonly startedBy: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

/** The columns of a RunRow, over `RUNS`. */
export const RUN_COLUMNS = `u.id, u.tenant, u.state, u.selected, u.released, o.recovered, o."failedAgain", o.skipped, u.note, u.started_by AS "startedBy",
  u.started_at AS "startedAt", u.finished_at AS "finishedAt"`;

/** Runs of this table (or of a part of it) with what became of their errors. */
export const RUNS = (table: string) => `${table} u CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE outcome = 'recovered') AS recovered, count(*) FILTER (WHERE outcome = 'failedAgain') AS "failedAgain",
         count(*) FILTER (WHERE outcome = 'skipped') AS skipped
    FROM (SELECT e.run_outcome AS outcome FROM processing_errors e WHERE e.run_id = u.id AND e.run_outcome IS NOT NULL
          UNION ALL SELECT i.outcome FROM retrigger_items i WHERE i.run_id = u.id AND i.outcome IS NOT NULL) each
  ) o`;

/** Null where `scope` (null: every tenant) has no such run. Throws CodedError SERVICE_UNAVAILABLE. */
export function readRun(db: Sequelize, scope: string | null, id: string): Promise<RunRow | null> {
  if (!isId(id)) return Promise.resolve(null);
  return orUnavailable(async () => {
    const sql = `SELECT ${RUN_COLUMNS} FROM ${RUNS('retrigger_runs')} WHERE u.id = $1 AND ($2::text IS NULL OR u.tenant = $2)`;
    const [found] = await rows<RunRow>(db, sql, [id, scope]);
    return found ?? null;
  });
}

export interface LockedRun {
  readonly id: string;
  readonly tenant: string;
  readonly state: RetriggerRunState;
  readonly canary: number;
  readonly canaryLimit: number;
  readonly taken: number;
  /** The last error that was taken. */
  readonly takenUpTo: string;
  readonly startedBy: string;
}

export const LOCKED_RUN_COLUMNS = 'id, tenant, state, canary, canary_limit AS "canaryLimit", taken, taken_up_to AS "takenUpTo", started_by AS "startedBy"';

/** Holds the run for this transaction: nobody else takes a step of it, stops it or resumes it meanwhile. */
export async function lockRun(db: Sequelize, transaction: Transaction, tenant: string, id: string): Promise<LockedRun | null> {
  const [found] = await rows<LockedRun>(
    db,
    `SELECT ${LOCKED_RUN_COLUMNS} FROM retrigger_runs WHERE id = $1 AND tenant = $2 FOR NO KEY UPDATE`,
    [id, tenant],
    transaction,
  );
  return found ?? null;
}

/** Errors of the run that were not taken yet, in their order. An item that ended before its turn is none of them. */
export async function waitingErrors(db: Sequelize, transaction: Transaction, runId: string, after: string, limit: number): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    'SELECT error_id AS id FROM retrigger_items WHERE run_id = $1 AND error_id > $2 AND outcome IS NULL ORDER BY error_id LIMIT $3',
    [runId, after, limit],
    transaction,
  );
  return found.map(({ id }) => id);
}
