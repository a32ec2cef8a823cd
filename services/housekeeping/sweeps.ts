/** services/housekeeping: repairs what crashes leave behind. This file: the sweeps. Each counts what it repaired; without faults all stay 0. */
import type { Sequelize } from 'sequelize';
import { isId, traceparentOf } from '../../domain/ids';
import type { DocumentFormat, Priority } from '../../domain/document';
import { writeOutbox } from '../../events/outbox';
import type { GroupProgress } from '../../events/ports';
import { TOPICS, type TopicName } from '../../events/topics';
import { rows } from '../../models/database';
import { enrolBatches } from '../monitoring/poll-rows';
import type { OutputStore } from '../ports/output-store';
import { countRepairs } from '../repairs';

/** Younger ones are on their normal way, in ms. */
const SUSPECT_AFTER_MS = 30_000;
const PAGE = 500;
/** An event's range is among the last that begin at or before it, since rows that became visible late are few: without a bound, all are read. */
const RANGES_LOOKED_AT = 5_000;

interface Waiting {
  id: string;
  tenant: string;
  attempt: number;
  sequence: number;
  traceId: string;
  documentType: string;
  documentTypeVersion: number;
  engineConfiguration: string;
  format: DocumentFormat;
  priority: Priority;
  submissionId: string | null;
  actor: string;
  topic: TopicName | null;
  partition: number | null;
  offset: number | null;
}

/**
 * ACCEPTED requests whose event has left the outbox and that the consumer group has read past, or whose topic no longer holds it: the event is
 * written again. An event that still waits to be read is left alone, however long the queue is.
 */
export async function repairLostProcessingEvents(
  db: Sequelize,
  progress: readonly GroupProgress[],
  suspectAfterMs = SUSPECT_AFTER_MS,
): Promise<number> {
  const passed = new Map(progress.map((each) => [`${each.topic}-${each.partition}`, each]));
  return db.transaction(async (transaction) => {
    const waiting = await rows<Waiting>(
      db,
      `SELECT r.id, r.tenant, r.attempt, r.sequence, r.trace_id AS "traceId", r.document_type AS "documentType",
              r.document_type_version AS "documentTypeVersion", r.engine_configuration AS "engineConfiguration", r.format, r.priority,
              r.submission_id AS "submissionId", e.actor, p.topic, p.partition,
              p.base_offset + array_position(p.ids, e.outbox_id) - 1 AS "offset"
         FROM document_requests r
         JOIN status_events e ON e.request_id = r.id AND e.sequence = r.sequence
         LEFT JOIN LATERAL (
           SELECT near.* FROM (
             SELECT topic, partition, base_offset, ids, last_id FROM published_ranges
              WHERE topic = CASE r.priority WHEN 'HIGH' THEN $4 ELSE $3 END AND first_id <= e.outbox_id
              ORDER BY first_id DESC LIMIT $5) near
            WHERE near.last_id >= e.outbox_id AND e.outbox_id = ANY (near.ids) LIMIT 1
         ) p ON true
        WHERE r.status = 'ACCEPTED' AND r.created_at < clock_timestamp() - make_interval(secs => $1::int / 1000.0)
          AND NOT EXISTS (SELECT 1 FROM outbox_events o WHERE o.id = e.outbox_id)
        ORDER BY r.created_at LIMIT $2 FOR NO KEY UPDATE OF r SKIP LOCKED`,
      [suspectAfterMs, PAGE, TOPICS.processing, TOPICS.processingHigh, RANGES_LOOKED_AT],
      transaction,
    );
    const lost = waiting.filter((each) => {
      if (each.topic === null || each.offset === null) return true;
      const group = passed.get(`${each.topic}-${each.partition}`);
      return group !== undefined && (each.offset >= group.end || (group.committed ?? 0) > each.offset);
    });
    const ids = await writeOutbox(
      db,
      transaction,
      lost.map((each) => ({
        topic: each.priority === 'HIGH' ? TOPICS.processingHigh : TOPICS.processing,
        key: each.id,
        type: 'oms.processing.requested',
        id: `${each.id}:${each.sequence}`,
        tenant: each.tenant,
        sequence: each.sequence,
        traceparent: traceparentOf(each.traceId),
        value: {
          requestId: each.id,
          attempt: each.attempt,
          cause: 'SUBMITTED',
          actor: each.actor,
          documentType: each.documentType,
          documentTypeVersion: each.documentTypeVersion,
          engineConfiguration: each.engineConfiguration,
          format: each.format,
          priority: each.priority,
          submissionId: each.submissionId,
        },
      })),
    );
    await db.query(
      `UPDATE status_events e SET outbox_id = w.outbox_id FROM unnest($1::uuid[], $2::int[], $3::bigint[]) AS w(id, sequence, outbox_id)
        WHERE e.request_id = w.id AND e.sequence = w.sequence`,
      { bind: [lost.map((each) => each.id), lost.map((each) => each.sequence), ids], transaction },
    );
    await countRepairs(db, 'lost-processing-events', lost.length, transaction);
    return lost.length;
  });
}

/** Batches that the engine has and nobody watches, long after their event should have been read. */
export async function repairNeverEnrolled(db: Sequelize, suspectAfterMs = 2 * SUSPECT_AFTER_MS): Promise<number> {
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
