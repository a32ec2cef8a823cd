/** Publishes outbox rows of some topics, in id order, and deletes them in the transaction that remembers where they went. */
import type { Sequelize, Transaction } from 'sequelize';
import { modelsOf } from '../../models';
import type { OutboxEventRow } from '../../models/outbox-event';
import { crashPoint } from '../../platform/crash-points';
import { encodeEvent, type Event } from '../envelope';
import type { EventProducer } from '../ports';
import type { EventType, EventValue } from '../schemas';
import type { TopicName } from '../topics';
import { rememberRanges } from './published-ranges';

/** @returns how many were published. Rejects, with every row still there, when the broker did not acknowledge. */
export async function publishOutbox(
  db: Sequelize,
  transaction: Transaction,
  producer: EventProducer,
  topic: TopicName,
  pageSize = 1_000,
): Promise<number> {
  const { OutboxEvent } = modelsOf(db);
  const page = await OutboxEvent.findAll({ where: { topic }, order: [['id', 'ASC']], limit: pageSize, transaction, raw: true });
  if (page.length === 0) return 0;
  const ranges = await producer.send(page.map((each) => encodeEvent(topic, each.key, eventOf(each))));
  crashPoint('relay:after-publish');
  await rememberRanges(db, transaction, ranges, page.map((each) => each.id));
  await OutboxEvent.destroy({ where: { id: page.map((each) => each.id) }, transaction });
  return page.length;
}

function eventOf(each: OutboxEventRow): Event {
  return {
    // Both were checked when the row was written, and are again by the encoder.
    type: each.type as EventType,
    id: each.eventId,
    tenant: each.tenant,
    sequence: each.sequence,
    traceparent: each.traceparent,
    time: each.createdAt.getTime(),
    value: each.value as EventValue<EventType>,
  };
}
