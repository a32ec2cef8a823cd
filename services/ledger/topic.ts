/** Postgres against the status topic, within what the topic still holds. */
import { randomUUID } from 'node:crypto';
import type { Sequelize } from 'sequelize';
import { decodeEvent, UnreadableEvent } from '../../events/envelope';
import type { EventBroker, IncomingRecord } from '../../events/ports';
import { TOPICS } from '../../events/topics';
import { row, rows } from '../../models/database';
import type { Disagreements } from './disagreements';

/** The newest event of a request that the topic holds. */
interface Last {
  readonly sequence: number;
  readonly status: string;
}

export interface TopicStory {
  /** Requests that it names. */
  readonly requests: number;
  /** Records on it that are no status events. */
  readonly unreadable: number;
}

const PAGE = 1_000;
const FEED_PAGE = 20_000;
/** A topic that gives nothing for so long is not readable now, in ms. */
const SILENCE_MS = 30_000;

/**
 * Each request's last status on the topic is what Postgres has under that sequence, and the topic reaches as far as was published. Right while
 * the system works: what is published meanwhile is left out. A record that is no status event says nothing, and is only counted.
 */
export async function compareTopic(db: Sequelize, broker: EventBroker, disagreements: Disagreements): Promise<TopicStory> {
  // Read before the topic's end is looked up: everything up to here must lie before it.
  const { published } = await row<{ published: number }>(db, 'SELECT published_position AS published FROM feed_state');
  const { last, heldSinceMs, unreadable } = await readLast(broker);
  const ids = [...last.keys()];
  for (let from = 0; from < ids.length; from += PAGE) await comparePage(db, ids.slice(from, from + PAGE), last, disagreements);
  await compareReach(db, { published, heldSinceMs }, last, disagreements);
  return { requests: last.size, unreadable };
}

async function readLast(broker: EventBroker): Promise<{ last: Map<string, Last>; heldSinceMs: number; unreadable: number }> {
  const groupId = `oms-ledger-${randomUUID()}`;
  const ends = new Map<number, number>();
  for (const { partition, end } of await broker.groupProgress(groupId, [TOPICS.status])) if (end > 0) ends.set(partition, end);
  const last = new Map<string, Last>();
  const begun = new Set<number>();
  let heldSinceMs = 0;
  let unreadable = 0;
  let heardAtMs = Date.now();
  const take = (record: IncomingRecord) => {
    // Of a partition that does not begin with its first record, older ones are gone.
    if (!begun.has(record.partition) && record.offset > 0) heldSinceMs = Math.max(heldSinceMs, record.timestamp);
    begun.add(record.partition);
    const end = ends.get(record.partition);
    if (end !== undefined && record.offset >= end - 1) ends.delete(record.partition);
    if (!remember(record, last)) unreadable += 1;
  };
  if (ends.size === 0) return { last, heldSinceMs, unreadable };
  const consumer = broker.consumer({
    groupId,
    topics: [TOPICS.status],
    from: 'earliest',
    handler: (records) => {
      heardAtMs = Date.now();
      records.forEach(take);
      return Promise.resolve();
    },
  });
  await consumer.start();
  try {
    while (ends.size > 0) {
      if (Date.now() - heardAtMs > SILENCE_MS) throw new Error(`the topic ${TOPICS.status} could not be read to its end`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await consumer.stop();
    await broker.deleteGroup(groupId).catch(() => undefined);
  }
  return { last, heldSinceMs, unreadable };
}

/** @returns false where it is no status event */
function remember(record: IncomingRecord, last: Map<string, Last>): boolean {
  try {
    const { requestId, sequence, status } = decodeEvent(record, 'oms.status.changed').value;
    if (sequence > (last.get(requestId)?.sequence ?? 0)) last.set(requestId, { sequence, status });
    return true;
  } catch (error) {
    if (error instanceof UnreadableEvent) return false;
    throw error;
  }
}

async function comparePage(db: Sequelize, ids: readonly string[], last: ReadonlyMap<string, Last>, disagreements: Disagreements): Promise<void> {
  const found = await rows<{ id: string; status: string }>(
    db,
    `SELECT e.request_id AS id, e.status FROM unnest($1::uuid[], $2::int[]) AS t(id, sequence)
       JOIN status_events e ON e.request_id = t.id AND e.sequence = t.sequence`,
    [ids, ids.map((id) => last.get(id)?.sequence)],
  );
  const stored = new Map(found.map(({ id, status }) => [id, status]));
  for (const id of ids) {
    const shown = last.get(id);
    const status = stored.get(id);
    if (shown && status !== shown.status) disagreements.add(`${id}: the topic shows ${shown.status} as number ${shown.sequence}, Postgres ${status ?? 'nothing'}`);
  }
}

/** Nothing that counts as published is missing on the topic. */
async function compareReach(
  db: Sequelize,
  { published, heldSinceMs }: { published: number; heldSinceMs: number },
  last: ReadonlyMap<string, Last>,
  disagreements: Disagreements,
): Promise<void> {
  for (let after = 0; after < published; ) {
    const page = await rows<{ position: number; id: string; sequence: number }>(
      db,
      `SELECT position, request_id AS id, sequence FROM status_feed
        WHERE position > $1 AND position <= $2 AND stamped_at > to_timestamp($3::double precision / 1000) ORDER BY position LIMIT $4`,
      [after, published, heldSinceMs, FEED_PAGE],
    );
    for (const { id, sequence } of page) {
      const reached = last.get(id)?.sequence ?? 0;
      if (reached < sequence) disagreements.add(`${id}: number ${sequence} was published, and the topic ends with ${reached}`);
    }
    after = page.at(-1)?.position ?? published;
  }
}
