/** Publishes outbox rows of some topics, in id order, and deletes them in the transaction that remembers where they went. */
import type { Sequelize, Transaction } from 'sequelize';
import { rows } from '../../models/database';
import { crashPoint } from '../../platform/crash-points';
import { encodeEvent, type Event } from '../envelope';
import type { EventProducer } from '../ports';
import type { EventType, EventValue } from '../schemas';
import type { TopicName } from '../topics';
import { rememberRanges } from './published-ranges';

interface OutboxRow {
  id: number;
  topic: TopicName;
  key: string;
  eventId: string;
  type: EventType;
  tenant: string;
  sequence: number | null;
  traceparent: string | null;
  value: EventValue<EventType>;
  createdAt: Date;
}

/** @returns how many were published. Rejects, with every row still there, when the broker did not acknowledge. */
export async function publishOutbox(
  db: Sequelize,
  transaction: Transaction,
  producer: EventProducer,
  topic: TopicName,
  pageSize = 1_000,
): Promise<number> {
  const page = await rows<OutboxRow>(
    db,
    `SELECT id, topic, key, event_id AS "eventId", type, tenant, sequence, traceparent, value, created_at AS "createdAt"
       FROM outbox_events WHERE topic = $1 ORDER BY id LIMIT $2`,
    [topic, pageSize],
    transaction,
  );
  if (page.length === 0) return 0;
  const ranges = await producer.send(page.map((each) => encodeEvent(each.topic, each.key, eventOf(each))));
  crashPoint('relay:after-publish');
  await rememberRanges(db, transaction, ranges, page.map((each) => each.id));
  await db.query('DELETE FROM outbox_events WHERE id = ANY ($1::bigint[])', { bind: [page.map((each) => each.id)], transaction });
  return page.length;
}

function eventOf(each: OutboxRow): Event {
  return {
    type: each.type,
    id: each.eventId,
    tenant: each.tenant,
    sequence: each.sequence,
    traceparent: each.traceparent,
    time: each.createdAt.getTime(),
    value: each.value,
  };
}
