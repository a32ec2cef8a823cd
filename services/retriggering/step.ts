/**
 * One step of a run: the next errors are released, or, where none may be, what becomes of the run is decided. A step is one transaction that holds
 * the run's row, and says itself when the next is due: whoever dies in it leaves nothing behind, and the pace does not depend on how many drive.
 */
import type { Sequelize, Transaction } from 'sequelize';
import { decideRun, type TakenErrors } from '../../domain/retrigger-run';
import { outboxPending } from '../../events/outbox';
import { row, rows } from '../../models/database';
import { crashPoint } from '../../platform/crash-points';
import { announceRun } from '../announcing';
import { releaseErrors } from '../recovery/release-errors';
import { bearsMark, skipUnmarked } from './outcomes';
import { LOCKED_RUN_COLUMNS, waitingErrors, type LockedRun } from './run-rows';
import { stopIn } from './steer';

/** Who stops a run whose canaries failed again. */
const ACTOR = 'jobs';
/** Released in one step, at most, and in ms how much of the allowed rate a step takes. */
const STEP_MAX = 500;
const STEP_MS = 250;
/** Between two looks at what becomes of released errors, in ms. */
const LOOK_MS = 250;
/** While the engine or Kafka is out of reach nothing more is released: it would only stand in the way of first-time work later. */
const HELD_BACK_MS = 1_000;

export interface Pace {
  /** Errors that all runs together release per second. */
  readonly perSecond: number;
  /** Events that wait for Kafka, above which nothing more is released. */
  readonly outboxMax: number;
}

/** @returns false where no run is due. */
export async function stepDueRun(db: Sequelize, { perSecond, outboxMax }: Pace): Promise<boolean> {
  const stepped = await db.transaction(async (transaction) => {
    const [run] = await rows<LockedRun & { engineAway: boolean; runs: number }>(
      db,
      `SELECT ${LOCKED_RUN_COLUMNS},
              EXISTS (SELECT 1 FROM circuit_states c WHERE c.api = 'engine' AND c.state = 'open'
                         AND c.updated_at > clock_timestamp() - interval '15 seconds') AS "engineAway",
              (SELECT count(*) FROM retrigger_runs o WHERE o.state IN ('CANARY','RUNNING')) AS runs
         FROM retrigger_runs WHERE state IN ('CANARY','RUNNING') AND next_step_at <= clock_timestamp()
        ORDER BY next_step_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED`,
      [],
      transaction,
    );
    if (!run) return false;
    const stepSize = Math.max(1, Math.min(STEP_MAX, Math.round((perSecond * STEP_MS) / 1_000)));
    const allowed = run.state === 'CANARY' ? Math.min(stepSize, run.canaryLimit - run.taken) : stepSize;
    const next = allowed > 0 ? await waitingErrors(db, transaction, run.id, run.takenUpTo, allowed) : [];
    if (next.length === 0) await decide(db, transaction, run);
    else if (run.engineAway || (await outboxPending(db)) > outboxMax) await schedule(db, transaction, run, HELD_BACK_MS);
    else await take(db, transaction, run, next, (next.length * run.runs * 1_000) / perSecond);
    return true;
  });
  if (stepped) crashPoint('retrigger:after-commit');
  return stepped;
}

async function take(db: Sequelize, transaction: Transaction, run: LockedRun, ids: readonly string[], delayMs: number): Promise<void> {
  const held = await rows<{ id: string }>(
    db,
    `SELECT e.id FROM processing_errors e JOIN document_requests r ON r.id = e.request_id
      WHERE e.id = ANY ($1::uuid[]) AND ${bearsMark('$2')} AND e.run_outcome IS NULL ORDER BY r.id FOR NO KEY UPDATE OF r, e`,
    [ids, run.id],
    transaction,
  );
  const heldIds = held.map(({ id }) => id);
  const released = await releaseErrors(db, transaction, heldIds, { cause: 'RETRIGGER', actor: run.startedBy });
  // Not free any more in spite of the mark: given up, so that no run waits for ever.
  await db.query('UPDATE processing_errors SET run_id = NULL WHERE id = ANY ($1::uuid[]) AND NOT id = ANY ($2::uuid[])', {
    bind: [heldIds, released],
    transaction,
  });
  await skipUnmarked(db, transaction, run.id, ids);
  await db.query('UPDATE retrigger_runs SET taken = taken + $2, taken_up_to = $3, released = released + $4 WHERE id = $1', {
    bind: [run.id, ids.length, ids.at(-1), released.length],
    transaction,
  });
  await schedule(db, transaction, run, delayMs);
  await announceRun(db, transaction, run);
  crashPoint('retrigger:before-commit');
}

async function decide(db: Sequelize, transaction: Transaction, run: LockedRun): Promise<void> {
  if (run.state !== 'CANARY' && run.state !== 'RUNNING') return;
  const decision = decideRun(run.state, await takenErrors(db, transaction, run));
  switch (decision) {
    case 'WAIT':
      return schedule(db, transaction, run, LOOK_MS);
    case 'STOP':
      return stopIn(db, transaction, run, ACTOR);
    case 'NEXT_CANARIES':
      await db.query('UPDATE retrigger_runs SET canary_limit = taken + canary WHERE id = $1', { bind: [run.id], transaction });
      return;
    case 'RELEASE_REST':
      await db.query(`UPDATE retrigger_runs SET state = 'RUNNING' WHERE id = $1`, { bind: [run.id], transaction });
      return announceRun(db, transaction, { ...run, state: 'RUNNING' });
    case 'DONE':
      await db.query(`UPDATE retrigger_runs SET state = 'DONE', finished_at = clock_timestamp() WHERE id = $1`, { bind: [run.id], transaction });
      return announceRun(db, transaction, { ...run, state: 'DONE' });
  }
}

function takenErrors(db: Sequelize, transaction: Transaction, run: LockedRun): Promise<TakenErrors> {
  const outcome = (name: string) => `EXISTS (SELECT 1 FROM processing_errors e WHERE e.run_id = $1 AND e.run_outcome = '${name}')`;
  return row<TakenErrors>(
    db,
    `SELECT NOT CASE WHEN o.last THEN EXISTS (SELECT 1 FROM processing_errors e WHERE e.run_id = $1 AND e.run_outcome IS NULL)
                     ELSE EXISTS (SELECT 1 FROM retrigger_items i JOIN processing_errors e ON e.id = i.error_id
                                   WHERE i.run_id = $1 AND i.error_id <= $2 AND ${bearsMark('$1')} AND e.run_outcome IS NULL) END AS ended,
            ${outcome('recovered')} AS "anyRecovered", ${outcome('failedAgain')} AS "anyFailedAgain", o.last
       FROM (SELECT NOT EXISTS (SELECT 1 FROM retrigger_items i WHERE i.run_id = $1 AND i.error_id > $2 AND i.outcome IS NULL) AS last) o`,
    [run.id, run.takenUpTo],
    transaction,
  );
}

async function schedule(db: Sequelize, transaction: Transaction, run: LockedRun, delayMs: number): Promise<void> {
  await db.query('UPDATE retrigger_runs SET next_step_at = clock_timestamp() + make_interval(secs => $2::float8 / 1000.0) WHERE id = $1', {
    bind: [run.id, delayMs],
    transaction,
  });
}
