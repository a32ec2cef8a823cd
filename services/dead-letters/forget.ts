/** Dead letters are kept for a while only. */
import { rows } from '../../models/database';
import type { Shelf } from './record';

const PAGE = 500;
/** One round forgets no more, so that it does not keep other tasks waiting. */
const PAGES_MAX = 20;

/** Removes those that are older, from the list and from the shelf. @returns how many. */
export async function forgetDeadLetters(shelf: Shelf, retentionMs: number): Promise<number> {
  let forgotten = 0;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const count = await forgetPage(shelf, retentionMs);
    forgotten += count;
    if (count < PAGE) break;
  }
  return forgotten;
}

async function forgetPage({ database, store }: Shelf, retentionMs: number): Promise<number> {
  const old = await rows<{ id: string; stored: string | null }>(
    database,
    `SELECT id, stored FROM dead_letters WHERE at < clock_timestamp() - make_interval(secs => $1::bigint / 1000.0) ORDER BY at LIMIT $2`,
    [retentionMs, PAGE],
  );
  if (old.length === 0) return 0;
  const ids = old.map(({ id }) => id);
  // The same record may have become a dead letter twice: both have it at the same place of the shelf.
  const free = await rows<{ stored: string }>(
    database,
    `SELECT DISTINCT d.stored FROM dead_letters d WHERE d.id = ANY ($1::uuid[]) AND d.stored IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM dead_letters o WHERE o.stored = d.stored AND NOT o.id = ANY ($1::uuid[]))`,
    [ids],
  );
  await store.remove(free.map(({ stored }) => stored));
  await database.query('DELETE FROM dead_letters WHERE id = ANY ($1::uuid[])', { bind: [ids] });
  return old.length;
}
