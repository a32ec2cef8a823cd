/**
 * services/monitoring: watches over batches that the engine has. This file: the schedule of polls, which is in Postgres and goes by its clock.
 * Whoever polls a batch adds one to its claim, so that an overtaken poller changes nothing.
 */
import type { Sequelize } from 'sequelize';
import { rows } from '../../models/database';

export interface DueBatch {
  readonly id: string;
  readonly claim: number;
  readonly engineReference: string;
  readonly frozenNumber: number;
  /** In the order of their transaction numbers, which begin with 1. */
  readonly members: readonly string[];
  readonly pollCount: number;
  readonly failedPolls: number;
  /** Its files in the transfer folder were removed after it had ended: it is watched again all the same. */
  readonly cleared: boolean;
  /** Since the poll before, the submit, or being watched again; ms. */
  readonly sinceLastMs: number;
  readonly waitedMs: number;
}

/** Takes batches that the engine has into the schedule; those that are in it already stay as they are. @returns how many were new. */
export async function enrolBatches(db: Sequelize, batchIds: readonly string[], firstPollMs: number): Promise<number> {
  const enrolled = await rows(
    db,
    `UPDATE engine_batches b SET next_poll_at = clock_timestamp() + make_interval(secs => $2::int / 1000.0)
       FROM (SELECT id FROM engine_batches WHERE id = ANY ($1::uuid[]) AND state = 'GENERATING' AND mode = 'BULK' AND next_poll_at IS NULL
              ORDER BY id FOR NO KEY UPDATE) fresh
      WHERE b.id = fresh.id RETURNING b.id`,
    [batchIds, firstPollMs],
  );
  return enrolled.length;
}

/** Claims batches whose poll is due. Should this process die, they are due again after `guardMs`. The clock, read once, bounds the walk of the index. */
export async function claimDue(db: Sequelize, limit: number, guardMs: number): Promise<DueBatch[]> {
  return rows<DueBatch>(
    db,
    `WITH due AS (
       SELECT id, extract(epoch FROM clock_timestamp() - greatest(last_polled_at, submitted_at, reopened_at)) * 1000 AS since FROM engine_batches
        WHERE state = 'GENERATING' AND mode = 'BULK' AND next_poll_at <= (SELECT clock_timestamp())
        ORDER BY next_poll_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED
     )
     UPDATE engine_batches b
        SET claim = b.claim + 1, poll_count = b.poll_count + 1, last_polled_at = clock_timestamp(),
            next_poll_at = clock_timestamp() + make_interval(secs => $2::int / 1000.0)
       FROM due WHERE b.id = due.id
     RETURNING b.id, b.claim, b.engine_reference AS "engineReference", b.frozen_number AS "frozenNumber", b.members, b.poll_count AS "pollCount",
               b.failed_polls AS "failedPolls", due.since::bigint AS "sinceLastMs", b.waited_ms AS "waitedMs",
               b.cleared_at IS NOT NULL AS cleared`,
    [limit, guardMs],
  );
}

/** Those still being polled belong to their pollers for `guardMs` more; with 0 they are given back, and due. */
export async function extendGuards(db: Sequelize, polled: readonly { id: string; claim: number }[], guardMs: number): Promise<void> {
  if (polled.length === 0) return;
  await db.query(
    `UPDATE engine_batches b SET next_poll_at = clock_timestamp() + make_interval(secs => $3::int / 1000.0)
       FROM (SELECT b.id FROM engine_batches b JOIN unnest($1::uuid[], $2::int[]) AS h(id, claim) ON b.id = h.id AND b.claim = h.claim
              WHERE b.state = 'GENERATING' ORDER BY b.id FOR NO KEY UPDATE OF b) mine
      WHERE b.id = mine.id`,
    { bind: [polled.map((each) => each.id), polled.map((each) => each.claim), guardMs] },
  );
}

/**
 * The engine answered and works on: when to ask again, and what counts towards the deadline. What it is yet to write has not been cleared.
 * The claim ends with it. False where it is lost.
 */
export async function scheduleNext(
  db: Sequelize,
  batch: { id: string; claim: number },
  next: { delayMs: number; engineStatus: string; countedMs: number; engineReference?: string },
): Promise<boolean> {
  const changed = await rows(
    db,
    `UPDATE engine_batches SET claim = claim + 1, next_poll_at = clock_timestamp() + make_interval(secs => $3::int / 1000.0), engine_status = $4, cleared_at = NULL,
            waited_ms = waited_ms + $5, failed_polls = 0, engine_reference = coalesce($6, engine_reference)
      WHERE id = $1 AND claim = $2 AND state = 'GENERATING' RETURNING id`,
    [batch.id, batch.claim, next.delayMs, next.engineStatus, next.countedMs, next.engineReference ?? null],
  );
  return changed.length > 0;
}

/** The engine gave no answer to use: when to ask again, and what counts towards the deadline all the same. The claim ends with it. */
export async function scheduleAfterFailure(db: Sequelize, batch: { id: string; claim: number }, next: { delayMs: number; countedMs: number }): Promise<void> {
  await db.query(
    `UPDATE engine_batches SET claim = claim + 1, next_poll_at = clock_timestamp() + make_interval(secs => $3::int / 1000.0), failed_polls = failed_polls + 1,
            waited_ms = waited_ms + $4
      WHERE id = $1 AND claim = $2 AND state = 'GENERATING'`,
    { bind: [batch.id, batch.claim, next.delayMs, next.countedMs] },
  );
}

/** How the job ended, in the engine's own word: what people see of the batch from then on. */
export async function recordEngineStatus(db: Sequelize, batch: { id: string; claim: number }, engineStatus: string): Promise<void> {
  await db.query('UPDATE engine_batches SET engine_status = $3 WHERE id = $1 AND claim = $2', { bind: [batch.id, batch.claim, engineStatus] });
}
