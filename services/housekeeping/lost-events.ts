/**
 * Events that left the outbox and that nobody will read: their consumer group has read past them, or their topic no longer holds them. They are
 * written again. One that still waits to be read is left alone, however long the queue is.
 */
import type { Sequelize } from 'sequelize';
import type { DocumentFormat, Priority } from '../../domain/document';
import { traceparentOf } from '../../domain/ids';
import { writeOutbox } from '../../events/outbox';
import type { GroupProgress } from '../../events/ports';
import { TOPICS, type TopicName } from '../../events/topics';
import { rows } from '../../models/database';
import { RETRY_COLUMNS, sendRetries, type Retry } from '../recovery/retry-events';
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
}

/** Where an event was published; nulls where nobody knows any more. */
interface Whereabouts {
  readonly topic: TopicName | null;
  readonly partition: number | null;
  readonly offset: number | null;
}

/** Columns and join that give the whereabouts of the event with this outbox id, and whether it may be lost; $1 is how old it must be, $2 are the topics. */
const whereabouts = (outboxId: string) => ({
  columns: `p.topic, p.partition, p.base_offset + array_position(p.ids, ${outboxId}) - 1 AS "offset"`,
  join: `LEFT JOIN LATERAL (
           SELECT near.* FROM unnest($2::text[]) AS t(topic) CROSS JOIN LATERAL (
             SELECT topic, partition, base_offset, ids, last_id, published_at FROM published_ranges
              WHERE topic = t.topic AND first_id <= ${outboxId} ORDER BY first_id DESC LIMIT ${RANGES_LOOKED_AT}) near
            WHERE near.last_id >= ${outboxId} AND ${outboxId} = ANY (near.ids) LIMIT 1
         ) p ON true`,
  // One that waited long in the outbox may have been published since the progress was read: it is on its normal way too.
  gone: `NOT EXISTS (SELECT 1 FROM outbox_events o WHERE o.id = ${outboxId})
         AND (p.published_at IS NULL OR p.published_at <= (SELECT clock_timestamp()) - make_interval(secs => $1::int / 1000.0))`,
});

/** Keeps those that nobody will read. `progress` must have been read before they were. */
function lostAmong<T extends Whereabouts>(found: readonly T[], progress: readonly GroupProgress[]): T[] {
  const passed = new Map(progress.map((each) => [`${each.topic}-${each.partition}`, each]));
  return found.filter(({ topic, partition, offset }) => {
    if (topic === null || offset === null) return true;
    const group = passed.get(`${topic}-${partition}`);
    return group !== undefined && (offset < group.begin || offset >= group.end || (group.committed ?? 0) > offset);
  });
}

/** ACCEPTED requests whose event was lost. @returns how many there were. */
export async function repairLostProcessingEvents(
  db: Sequelize,
  progress: readonly GroupProgress[],
  suspectAfterMs = SUSPECT_AFTER_MS,
): Promise<number> {
  const event = whereabouts('e.outbox_id');
  return db.transaction(async (transaction) => {
    const waiting = await rows<Waiting & Whereabouts>(
      db,
      `SELECT r.id, r.tenant, r.attempt, r.sequence, r.trace_id AS "traceId", r.document_type AS "documentType",
              r.document_type_version AS "documentTypeVersion", r.engine_configuration AS "engineConfiguration", r.format, r.priority,
              r.submission_id AS "submissionId", e.actor, ${event.columns}
         FROM document_requests r JOIN status_events e ON e.request_id = r.id AND e.sequence = r.sequence ${event.join}
        WHERE r.status = 'ACCEPTED' AND r.created_at < (SELECT clock_timestamp()) - make_interval(secs => $1::int / 1000.0) AND ${event.gone}
        ORDER BY r.id LIMIT $3 FOR NO KEY UPDATE OF r SKIP LOCKED`,
      [suspectAfterMs, [TOPICS.processing, TOPICS.processingHigh], PAGE],
      transaction,
    );
    const lost = lostAmong(waiting, progress);
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

/** RETRYING errors whose request still stands where it failed, and whose retry event was lost. @returns how many there were. */
export async function repairLostRetryEvents(
  db: Sequelize,
  progress: readonly GroupProgress[],
  suspectAfterMs = SUSPECT_AFTER_MS,
): Promise<number> {
  const event = whereabouts('e.retry_outbox_id');
  return db.transaction(async (transaction) => {
    const waiting = await rows<Retry & Whereabouts>(
      db,
      `SELECT ${RETRY_COLUMNS}, e.retry_cause AS cause, e.actor, ${event.columns}
         FROM processing_errors e JOIN document_requests r ON r.id = e.request_id ${event.join}
        WHERE e.recovery_status = 'RETRYING' AND e.released_at < (SELECT clock_timestamp()) - make_interval(secs => $1::int / 1000.0)
          AND r.status IN ('RETRY_SCHEDULED','FAILED') AND r.attempt = e.attempt AND ${event.gone}
        ORDER BY e.released_at LIMIT $3 FOR NO KEY UPDATE OF e SKIP LOCKED`,
      [suspectAfterMs, [TOPICS.processing, TOPICS.processingHigh, TOPICS.monitoring], PAGE],
      transaction,
    );
    const lost = lostAmong(waiting, progress);
    await sendRetries(db, transaction, lost);
    await countRepairs(db, 'lost-retry-events', lost.length, transaction);
    return lost.length;
  });
}
