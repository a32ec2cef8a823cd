/** The outbox: events that make work, written in the transaction of the change that causes them and published by the relay. */
import type { Sequelize, Transaction } from 'sequelize';
import { rows } from '../models/database';
import { EVENT_SCHEMAS, type EventType } from './schemas';
import type { Event } from './envelope';
import type { TopicName } from './topics';

export interface OutboxEvent<T extends EventType = EventType> extends Omit<Event<T>, 'time' | 'feed'> {
  readonly topic: TopicName;
  readonly key: string;
}

/** Writes events, in order, in one statement. @returns their outbox ids in the same order. Throws where a value breaks its schema. */
export async function writeOutbox(db: Sequelize, transaction: Transaction, events: readonly OutboxEvent[]): Promise<number[]> {
  if (events.length === 0) return [];
  for (const event of events) EVENT_SCHEMAS[event.type].parse(event.value);
  const written = await rows<{ id: number }>(
    db,
    `INSERT INTO outbox_events (topic, key, event_id, type, tenant, sequence, traceparent, value)
     SELECT e.topic, e.key, e.event_id, e.type, e.tenant, e.sequence, e.traceparent, e.value
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::text[], $8::jsonb[])
            WITH ORDINALITY AS e(topic, key, event_id, type, tenant, sequence, traceparent, value, ord)
      ORDER BY e.ord
     RETURNING id`,
    [
      events.map((event) => event.topic),
      events.map((event) => event.key),
      events.map((event) => event.id),
      events.map((event) => event.type),
      events.map((event) => event.tenant),
      events.map((event) => event.sequence),
      events.map((event) => event.traceparent),
      events.map((event) => JSON.stringify(event.value)),
    ],
    transaction,
  );
  return written.map((each) => each.id).sort((a, b) => a - b);
}

/** Newest minus oldest pending outbox id: how much waits to be published, as a cheap upper bound. 0 when empty. */
export async function outboxPending(db: Sequelize): Promise<number> {
  const [range] = await rows<{ pending: number }>(
    db,
    'SELECT coalesce(max(id) - min(id) + 1, 0) AS pending FROM outbox_events',
  );
  return range?.pending ?? 0;
}
