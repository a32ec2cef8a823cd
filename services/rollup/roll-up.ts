/** One page of the status feed into the figures: one statement, which moves the position too, so that each event counts exactly once. */
import type { Sequelize, Transaction } from 'sequelize';
import { row } from '../../models/database';
import { INTERVAL_LENGTHS } from './intervals';
import { LATENCY_SLOTS, SLOTS_PER_DOUBLING } from './latency';

const PAGE = 5_000;

/**
 * Call under the lock of whoever rolls up. A position that is no longer in the feed is passed over: this holds up nobody, and nobody waits for it.
 * A retry began where an event's attempt is above that of the one before.
 * @returns how many positions were added.
 */
export async function rollUpPage(db: Sequelize, transaction: Transaction): Promise<number> {
  const { covered } = await row<{ covered: number }>(
    db,
    `WITH page AS MATERIALIZED (
       SELECT position, request_id, sequence FROM status_feed
        WHERE position > (SELECT position FROM rollup_state) ORDER BY position LIMIT ${PAGE}
     ), events AS MATERIALIZED (
       SELECT r.tenant, r.document_type, r.document_type_version, e.sequence, e.status, e.at,
              CASE WHEN e.attempt > 1 THEN coalesce(
                (SELECT p.attempt < e.attempt FROM status_events p WHERE p.request_id = e.request_id AND p.sequence = e.sequence - 1), false) ELSE false END AS retried,
              CASE e.status WHEN 'COMPLETED' THEN least(${LATENCY_SLOTS}, 1 + ceil(
                ${SLOTS_PER_DOUBLING} * ln(greatest(1, 1000 * extract(epoch FROM e.at - r.created_at)::float8)) / ln(2::float8)))::int END AS slot
         FROM page
        CROSS JOIN LATERAL (SELECT * FROM status_events x WHERE x.request_id = page.request_id AND x.sequence = page.sequence LIMIT 1) e
        CROSS JOIN LATERAL (SELECT tenant, document_type, document_type_version, created_at FROM document_requests x WHERE x.id = page.request_id LIMIT 1) r
     ), counted AS (
       SELECT l.seconds, date_bin(make_interval(secs => l.seconds), e.at, 'epoch'::timestamptz) AS bucket_start, e.tenant,
              count(*) FILTER (WHERE e.status = 'ACCEPTED') AS accepted, count(*) FILTER (WHERE e.status = 'COMPLETED') AS completed,
              count(*) FILTER (WHERE e.status = 'FAILED') AS failed, count(*) FILTER (WHERE e.retried) AS retried,
              count(*) FILTER (WHERE e.status = 'CANCELLED') AS cancelled, array_agg(e.slot) FILTER (WHERE e.slot IS NOT NULL) AS slots
         FROM events e CROSS JOIN unnest($1::int[]) AS l(seconds)
        WHERE e.retried OR e.status IN ('ACCEPTED','COMPLETED','FAILED','CANCELLED')
        GROUP BY 1, 2, 3
     ), added AS (
       INSERT INTO throughput_buckets AS b (seconds, bucket_start, tenant, accepted, completed, failed, retried, cancelled, latency)
       SELECT seconds, bucket_start, tenant, accepted, completed, failed, retried, cancelled,
              ARRAY(SELECT count(s.slot)::int FROM generate_series(1, (SELECT max(m.slot) FROM unnest(c.slots) AS m(slot))) AS g(slot)
                      LEFT JOIN unnest(c.slots) AS s(slot) ON s.slot = g.slot GROUP BY g.slot ORDER BY g.slot)
         FROM counted c
       ON CONFLICT (seconds, bucket_start, tenant) DO UPDATE
          SET accepted = b.accepted + excluded.accepted, completed = b.completed + excluded.completed, failed = b.failed + excluded.failed,
              retried = b.retried + excluded.retried, cancelled = b.cancelled + excluded.cancelled,
              latency = ARRAY(SELECT coalesce(u.was, 0) + coalesce(u.more, 0) FROM unnest(b.latency, excluded.latency) WITH ORDINALITY AS u(was, more, slot) ORDER BY u.slot)
     ), used AS (
       INSERT INTO document_type_usage AS u (tenant, document_type, version, requests)
       SELECT tenant, document_type, document_type_version, count(*) FROM events WHERE sequence = 1 GROUP BY 1, 2, 3
       ON CONFLICT (tenant, document_type, version) DO UPDATE SET requests = u.requests + excluded.requests
     ), moved AS (
       UPDATE rollup_state SET position = (SELECT max(position) FROM page) WHERE EXISTS (SELECT 1 FROM page)
     )
     SELECT count(*) AS covered FROM page`,
    [INTERVAL_LENGTHS.map(({ seconds }) => seconds)],
    transaction,
  );
  return covered;
}
