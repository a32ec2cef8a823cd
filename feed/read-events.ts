/** The one way to read status events together with the facts of their requests, by feed position or by request. */
import type { Sequelize, Transaction } from 'sequelize';
import { isFinal } from '../domain/status-machine';
import type { StatusEventValue } from '../events/schemas';
import { row, rows } from '../models/database';
import type { FeedEvent } from './feed-event';

type EventRow = Omit<StatusEventValue, 'final'> & { position: number | null; feedId: string; tenant: string; traceId: string };

/** RFC 3339 in UTC with all the digits that Postgres keeps, so that comparisons give what its own would. */
const rfc3339 = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** A message of any length must not make an event that no topic takes: the beginning says what went wrong. */
const MESSAGE_CHARACTERS = 1_000;

const EVENT_COLUMNS = `
  e.request_id AS "requestId", e.sequence, e.tenant, e.status, e.attempt, e.cause, e.stage,
  left(e.message, ${MESSAGE_CHARACTERS}) AS message, e.actor, ${rfc3339('e.at')} AS at, r.source, r.document_type AS "documentType",
  r.document_type_version AS "documentTypeVersion", r.format, r.priority, r.client_reference AS "clientReference",
  r.idempotency_key AS "idempotencyKey", r.submission_id AS "submissionId", ${rfc3339('r.created_at')} AS "createdAt", r.trace_id AS "traceId"`;

/** Where the feed stands. */
export interface FeedBounds {
  readonly feedId: string;
  /** The newest stamped position; 0 before the first. */
  readonly position: number;
  /** The oldest position still kept; position + 1 where none is. `cursor position + 1 < oldest` means that events are gone. */
  readonly oldest: number;
  readonly publishedPosition: number;
}

const BOUNDS = `
  SELECT feed_id AS "feedId", position, published_position AS "publishedPosition",
         coalesce((SELECT min(f.position) FROM status_feed f), position + 1) AS oldest
    FROM feed_state`;

export function readBounds(db: Sequelize, transaction?: Transaction): Promise<FeedBounds> {
  return row<FeedBounds>(db, BOUNDS, [], transaction);
}

export interface PageRange {
  /** Exclusive. */
  readonly after: number;
  /** Inclusive. */
  readonly upTo: number;
  /** Events at most. */
  readonly limit: number;
  /** Only this tenant's; null: every tenant's. */
  readonly tenant: string | null;
}

export interface FeedPage {
  readonly events: FeedEvent[];
  /** Everything up to here has been looked at: go on after it. */
  readonly covered: number;
}

/** Positions looked through at once for one tenant's events. */
const WINDOW = 20_000;

/** Events by position, ascending. A position whose request has been purged is passed over. */
export async function byPositions(db: Sequelize, range: PageRange, transaction?: Transaction): Promise<FeedPage> {
  const upTo = Math.min(range.upTo, range.after + (range.tenant === null ? range.limit : WINDOW));
  if (upTo <= range.after) return { events: [], covered: range.after };
  // The page is chosen first, and LIMIT 1 keeps the planner to one look-up by key for each of its rows, whatever it believes about the tables.
  const found = await rows<EventRow | { position: number; requestId: null }>(
    db,
    `WITH page AS MATERIALIZED (
       SELECT position, request_id, sequence FROM status_feed
        WHERE position > $1 AND position <= $2 AND ($4::text IS NULL OR tenant = $4) ORDER BY position LIMIT $3
     )
     SELECT s.feed_id AS "feedId", page.position, x.*
       FROM feed_state s
       CROSS JOIN page
       LEFT JOIN LATERAL (
         SELECT ${EVENT_COLUMNS} FROM status_events e JOIN document_requests r ON r.id = e.request_id
          WHERE e.request_id = page.request_id AND e.sequence = page.sequence LIMIT 1
       ) x ON true
      ORDER BY page.position`,
    [range.after, upTo, range.limit, range.tenant],
    transaction,
  );
  const last = found.at(-1)?.position;
  const events = found.filter((each) => each.requestId !== null).map(eventOf);
  return { events, covered: found.length === range.limit && last ? last : upTo };
}

/**
 * Whole timelines by request id, oldest first, of whatever tenant; requests without events are absent. An event not yet stamped has position
 * null; one whose place in the feed is no longer kept has position 0.
 */
export async function timelines(db: Sequelize, requestIds: readonly string[]): Promise<Map<string, FeedEvent[]>> {
  const result = new Map<string, FeedEvent[]>();
  if (requestIds.length === 0) return result;
  const found = await rows<EventRow>(
    db,
    `SELECT s.feed_id AS "feedId", CASE WHEN f.position IS NULL AND pg_visible_in_snapshot(e.xid, s.snapshot) THEN 0 ELSE f.position END AS position,
            ${EVENT_COLUMNS}
       FROM feed_state s
       CROSS JOIN unnest($1::uuid[]) AS wanted(id)
       JOIN document_requests r ON r.id = wanted.id
       JOIN status_events e ON e.request_id = r.id
       LEFT JOIN status_feed f ON f.request_id = e.request_id AND f.sequence = e.sequence
      ORDER BY e.request_id, e.sequence`,
    [[...new Set(requestIds)]],
  );
  for (const each of found) {
    const timeline = result.get(each.requestId);
    if (timeline) timeline.push(eventOf(each));
    else result.set(each.requestId, [eventOf(each)]);
  }
  return result;
}

/** The position of one event: null before it is stamped, 0 where its place is no longer kept or the event is gone. */
export async function positionOf(db: Sequelize, requestId: string, sequence: number): Promise<number | null> {
  const [found] = await rows<{ position: number | null }>(
    db,
    `SELECT CASE WHEN f.position IS NULL AND pg_visible_in_snapshot(e.xid, s.snapshot) THEN 0 ELSE f.position END AS position
       FROM feed_state s
       CROSS JOIN status_events e
       LEFT JOIN status_feed f ON f.request_id = e.request_id AND f.sequence = e.sequence
      WHERE e.request_id = $1 AND e.sequence = $2`,
    [requestId, sequence],
  );
  return found ? found.position : 0;
}

function eventOf(each: EventRow): FeedEvent {
  const { position, feedId, tenant, traceId, ...facts } = each;
  return { tenant, feedId, position, traceId, value: { ...facts, final: isFinal(facts.status) } };
}
