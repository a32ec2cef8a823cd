/** What is kept for a while only: transfer files of finished batches, and the knowledge of where old events were published. */
import type { Sequelize } from 'sequelize';
import { jobName } from '../../domain/engine-batch';
import { rows } from '../../models/database';
import type { TransferFolder } from '../ports/document-engine';

const PAGE = 200;
/** One round clears no more, so that it does not keep the other tasks waiting. */
const PAGES_MAX = 50;

/** Removes the files of batches that ended so long ago and whose members are all final. @returns how many batches were cleared. */
export async function clearTransferFolder(db: Sequelize, transfer: TransferFolder, retentionMs: number): Promise<number> {
  let cleared = 0;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const batches = await clearPage(db, transfer, retentionMs);
    cleared += batches;
    if (batches < PAGE) break;
  }
  return cleared;
}

async function clearPage(db: Sequelize, transfer: TransferFolder, retentionMs: number): Promise<number> {
  const done = await rows<{ id: string; lastNumber: number }>(
    db,
    `SELECT b.id, coalesce(b.frozen_number, b.claim) AS "lastNumber" FROM engine_batches b
      WHERE b.state = 'CLOSED' AND b.cleared_at IS NULL AND b.closed_at < clock_timestamp() - make_interval(secs => $1::bigint / 1000.0)
        AND NOT EXISTS (SELECT 1 FROM document_requests r WHERE r.id = ANY (b.members) AND r.engine_batch_id = b.id
                           AND r.status NOT IN ('COMPLETED','FAILED','CANCELLED'))
      ORDER BY b.closed_at LIMIT $2`,
    [retentionMs, PAGE],
  );
  if (done.length === 0) return 0;
  const names = done.flatMap(({ id, lastNumber }) => Array.from({ length: lastNumber }, (_, index) => jobName(id, index + 1)));
  await transfer.remove(names);
  await db.query('UPDATE engine_batches SET cleared_at = clock_timestamp() WHERE id = ANY ($1::uuid[])', { bind: [done.map((each) => each.id)] });
  return done.length;
}

/** Forgets where events older than this were published, a page at a time. */
export async function forgetPublishedRanges(db: Sequelize, retentionMs: number): Promise<void> {
  await db.query(
    `DELETE FROM published_ranges WHERE ctid = ANY (ARRAY(
       SELECT ctid FROM published_ranges WHERE published_at < clock_timestamp() - make_interval(secs => $1::bigint / 1000.0) LIMIT $2))`,
    { bind: [retentionMs, 10_000] },
  );
}
