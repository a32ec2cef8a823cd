/**
 * services/housekeeping: repairs what crashes leave behind. This file: the sweeps but those for lost events. Each counts what it repaired;
 * without faults all stay 0.
 */
import type { Sequelize } from 'sequelize';
import { isId } from '../../domain/ids';
import { rows } from '../../models/database';
import { enrolBatches } from '../monitoring/poll-rows';
import type { OutputStore } from '../ports/output-store';
import { countRepairs } from '../repairs';

/** Younger ones are on their normal way, in ms. */
const SUSPECT_AFTER_MS = 60_000;
const PAGE = 500;

/** Batches that the engine has and nobody watches, long after their event should have been read. */
export async function repairNeverEnrolled(db: Sequelize, suspectAfterMs = SUSPECT_AFTER_MS): Promise<number> {
  const forgotten = await rows<{ id: string }>(
    db,
    `SELECT id FROM engine_batches
      WHERE state = 'GENERATING' AND mode = 'BULK' AND next_poll_at IS NULL
        AND submitted_at < clock_timestamp() - make_interval(secs => $1::int / 1000.0)
      ORDER BY id LIMIT $2`,
    [suspectAfterMs, PAGE],
  );
  if (forgotten.length === 0) return 0;
  const repaired = await enrolBatches(db, forgotten.map((each) => each.id), 1);
  await countRepairs(db, 'never-enrolled', repaired);
  return repaired;
}

/**
 * Stored documents that no request refers to: the process that stored them died, or lost its claim, before it could settle. Those of cancelled
 * requests are removed alike but are no repair: their outcome was dropped on purpose. @returns how many repairs there were
 */
export async function removeOrphanedOutputs(db: Sequelize, outputs: OutputStore, olderThanMs: number): Promise<number> {
  let repaired = 0;
  for await (const keys of outputs.listOlderThan(olderThanMs)) {
    const known = await rows<{ key: string }>(db, 'SELECT store_key AS key FROM document_outputs WHERE store_key = ANY ($1::text[])', [keys]);
    const kept = new Set(known.map((each) => each.key));
    const orphans = keys.filter((key) => !kept.has(key));
    const cancelled = await rows<{ id: string }>(db, `SELECT id FROM document_requests WHERE id = ANY ($1::uuid[]) AND status = 'CANCELLED'`, [
      orphans.map(requestOf).filter(isId),
    ]);
    const dropped = new Set(cancelled.map((each) => each.id));
    await outputs.remove(orphans);
    repaired += orphans.filter((key) => !dropped.has(requestOf(key))).length;
  }
  await countRepairs(db, 'orphaned-outputs', repaired);
  return repaired;
}

function requestOf(key: string): string {
  return key.split('/')[0] ?? '';
}
