/** Brings stamped events to oms.status.v1, and the final ones to oms.final-status.v1 too, in the order of their positions. */
import type { Sequelize, Transaction } from 'sequelize';
import { traceparentOf } from '../domain/ids';
import { encodeEvent, type Event } from '../events/envelope';
import type { EventProducer, OutgoingRecord } from '../events/ports';
import { rememberRanges } from '../events/relay/published-ranges';
import { TOPICS, type TopicName } from '../events/topics';
import { counter } from '../platform/metrics';
import type { FeedEvent } from './feed-event';
import { byPositions, readBounds } from './read-events';

const unpublishable = counter('oms_feed_unpublishable_total', 'Status events that break their own schema: gateways read them from Postgres, topics lack them.');

/**
 * Publishes one page of what is stamped and not yet published; repeats of a page carry the same ids and positions. Rejects, with nothing
 * remembered, when the broker did not acknowledge.
 * @returns how far the published position moved.
 */
export async function publishFeed(db: Sequelize, transaction: Transaction, producer: EventProducer, pageSize = 1_000): Promise<number> {
  const bounds = await readBounds(db, transaction);
  const after = bounds.publishedPosition;
  if (after >= bounds.position) return 0;
  const page = await byPositions(db, { after, upTo: bounds.position, limit: pageSize, tenant: null }, transaction);
  const records: OutgoingRecord[] = [];
  const positions: number[] = [];
  for (const each of page.events) {
    for (const record of recordsOf(bounds.feedId, each)) {
      records.push(record);
      positions.push(each.position ?? 0);
    }
  }
  if (records.length > 0) await rememberRanges(db, transaction, await producer.send(records), positions);
  await db.query('UPDATE feed_state SET published_position = $1', { bind: [page.covered], transaction });
  return page.covered - after;
}

/** An event that cannot be encoded is a defect; it is counted and left out, since nothing behind it may wait for it. */
function recordsOf(feedId: string, each: FeedEvent): OutgoingRecord[] {
  const topics: TopicName[] = each.value.final ? [TOPICS.status, TOPICS.finalStatus] : [TOPICS.status];
  try {
    return topics.map((topic) => encodeEvent(topic, each.value.requestId, eventFor(topic, feedId, each)));
  } catch {
    unpublishable.inc();
    return [];
  }
}

function eventFor(topic: TopicName, feedId: string, each: FeedEvent): Event<'oms.status.changed'> {
  const event: Event<'oms.status.changed'> = {
    type: 'oms.status.changed',
    id: `${each.value.requestId}:${each.value.sequence}`,
    tenant: each.tenant,
    sequence: each.value.sequence,
    traceparent: traceparentOf(each.traceId),
    time: Date.parse(each.value.at),
    value: each.value,
  };
  return topic === TOPICS.status ? { ...event, feed: { id: feedId, position: each.position ?? 0 } } : event;
}
