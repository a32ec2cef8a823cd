/** Where status events, and the work events written with them, stand on the topics: what the relay noted when they were published. */
import type { Sequelize } from 'sequelize';
import { TOPICS, type TopicName } from '../../events/topics';
import { rows } from '../../models/database';
import { orUnavailable } from '../unavailable';

/** One status event, as timelines and feeds give it. */
export interface EventKey {
  readonly requestId: string;
  readonly sequence: number;
}

export interface EventRecordRow {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly publishedAt: Date;
}

/** Numbered by feed position, the rest by the id of the outbox row. */
const FEED_TOPICS: readonly TopicName[] = [TOPICS.status, TOPICS.finalStatus];
const WORK_TOPICS: readonly TopicName[] = [TOPICS.processing, TOPICS.processingHigh, TOPICS.monitoring];
/** A range that holds the number is among the last that begin at or before it, since rows that became visible late are few. */
const RANGES_LOOKED_AT = 500;

const RECORDS = `
  WITH asked AS MATERIALIZED (
    SELECT a.place, f.position, e.outbox_id
      FROM unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS a(request_id, sequence, place)
      JOIN status_events e ON e.request_id = a.request_id AND e.sequence = a.sequence
      LEFT JOIN status_feed f ON f.request_id = a.request_id AND f.sequence = a.sequence
  ), numbered AS (
    SELECT place, position AS number, t.topic FROM asked CROSS JOIN unnest($3::text[]) AS t(topic) WHERE position IS NOT NULL
    UNION ALL
    SELECT place, outbox_id, t.topic FROM asked CROSS JOIN unnest($4::text[]) AS t(topic) WHERE outbox_id IS NOT NULL
  )
  SELECT n.place::int AS place, n.topic, p.partition, (p.base_offset + array_position(p.ids, n.number) - 1)::text AS "offset", p.published_at AS "publishedAt"
    FROM numbered n CROSS JOIN LATERAL (
      SELECT near.* FROM (
        SELECT partition, base_offset, ids, last_id, published_at FROM published_ranges
         WHERE topic = n.topic AND first_id <= n.number ORDER BY first_id DESC LIMIT ${RANGES_LOOKED_AT}) near
       WHERE near.last_id >= n.number AND n.number = ANY (near.ids)
    ) p
   ORDER BY n.place, p.published_at, n.topic, p.partition, p.base_offset`;

/** One list for each event asked for, in their order; empty where it is not published, or so long ago that nobody knows. Throws CodedError SERVICE_UNAVAILABLE. */
export async function eventRecords(database: Sequelize, events: readonly EventKey[]): Promise<EventRecordRow[][]> {
  const binds = [events.map(({ requestId }) => requestId), events.map(({ sequence }) => sequence), FEED_TOPICS, WORK_TOPICS];
  const found = await orUnavailable(() => rows<EventRecordRow & { readonly place: number }>(database, RECORDS, binds));
  const lists = events.map((): EventRecordRow[] => []);
  for (const { place, ...record } of found) lists[place - 1]?.push(record);
  return lists;
}
