/** How long the feed is kept: status_feed loses its oldest rows, status_events stay as long as their request. */
import type { Sequelize } from 'sequelize';
import { row } from '../models/database';

/** Deleted at once: a step is short, and what Postgres has to clean up behind it little. */
const STEP = 10_000;

/**
 * Deletes at most `limit` of the oldest positions that are older than `retentionMs` and published. Always a prefix, so that the oldest position
 * kept tells what is gone: a cursor whose position + 1 lies before it has expired.
 * @returns how many were deleted; fewer than `limit` when nothing more is due.
 */
export async function pruneFeed(db: Sequelize, retentionMs: number, limit = 20 * STEP): Promise<number> {
  let pruned = 0;
  while (pruned < limit) {
    const step = Math.min(STEP, limit - pruned);
    const done = await pruneStep(db, retentionMs, step);
    pruned += done;
    if (done < step) break;
  }
  return pruned;
}

async function pruneStep(db: Sequelize, retentionMs: number, limit: number): Promise<number> {
  const { pruned } = await row<{ pruned: number }>(
    db,
    `WITH oldest AS MATERIALIZED (
       SELECT position, stamped_at < clock_timestamp() - $1 * interval '1 millisecond' AS due FROM status_feed ORDER BY position LIMIT $2
     ), prefix AS (
       SELECT position FROM oldest
        WHERE position <= (SELECT published_position FROM feed_state)
          AND position < coalesce((SELECT min(position) FROM oldest WHERE NOT due), position + 1)
     ), gone AS (
       DELETE FROM status_feed f USING prefix WHERE f.position = prefix.position RETURNING 1
     )
     SELECT count(*) AS pruned FROM gone`,
    [retentionMs, limit],
  );
  return pruned;
}
