/** CloudEvents 1.0 in Kafka's binary mode: attributes as headers, the value as JSON. */
import type { IncomingRecord, OutgoingRecord } from './ports';
import { EVENT_SCHEMAS, type EventType, type EventValue } from './schemas';
import type { TopicName } from './topics';

/** An event before it has a place on a topic. */
export interface Event<T extends EventType = EventType> {
  readonly type: T;
  /** `<request id>:<sequence>`, or `<batch id>:<number>`: repeats carry the same. */
  readonly id: string;
  readonly tenant: string;
  readonly sequence: number | null;
  readonly traceparent: string | null;
  /** ms since the epoch. */
  readonly time: number;
  readonly value: EventValue<T>;
  /** On oms.status.v1: where it stands in the status feed. */
  readonly feed?: { readonly id: string; readonly position: number };
}

/** Events stay below this size, in bytes of the encoded value. */
export const MAX_EVENT_BYTES = 8 * 1024;
const SOURCE = '/oms';

/** Thrown where a record is not one of our events. The message is the reason given to whoever reads the dead letter. */
export class UnreadableEvent extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnreadableEvent';
  }
}

/** Encodes for `topic`. Throws where the value breaks its schema or is too large: a defect of ours, found before it spreads. */
export function encodeEvent<T extends EventType>(topic: TopicName, key: string, event: Event<T>): OutgoingRecord {
  const checked = EVENT_SCHEMAS[event.type].parse(event.value);
  const value = Buffer.from(JSON.stringify(checked));
  if (value.length > MAX_EVENT_BYTES) throw new Error(`event ${event.id} has ${value.length} bytes, more than ${MAX_EVENT_BYTES}`);
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_type: event.type,
    ce_source: SOURCE,
    ce_time: new Date(event.time).toISOString(),
    'content-type': 'application/json',
    ce_tenant: event.tenant,
  };
  if (event.traceparent) headers.traceparent = event.traceparent;
  if (event.sequence !== null) headers.ce_sequence = String(event.sequence);
  if (event.feed) {
    headers.ce_feed = event.feed.id;
    headers.ce_position = String(event.feed.position);
  }
  return { topic, key, headers, value };
}

function header(record: IncomingRecord, name: string): string | null {
  return record.headers[name]?.toString('utf8') ?? null;
}

function numberHeader(record: IncomingRecord, name: string): number | null {
  const text = header(record, name);
  if (text === null) return null;
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new UnreadableEvent(`header ${name} is not a whole number`);
  return value;
}

/** Decodes a record that must carry an event of `type`. Throws UnreadableEvent with the reason. */
export function decodeEvent<T extends EventType>(record: IncomingRecord, type: T): Event<T> {
  if (header(record, 'ce_specversion') !== '1.0') throw new UnreadableEvent('not a CloudEvent 1.0: header ce_specversion is missing or not 1.0');
  if (header(record, 'ce_type') !== type) throw new UnreadableEvent(`ce_type is ${header(record, 'ce_type') ?? 'missing'}, expected ${type}`);
  const id = header(record, 'ce_id');
  const tenant = header(record, 'ce_tenant');
  if (!id || !tenant) throw new UnreadableEvent('header ce_id or ce_tenant is missing');
  const position = numberHeader(record, 'ce_position');
  const feedId = header(record, 'ce_feed');
  return {
    type,
    id,
    tenant,
    sequence: numberHeader(record, 'ce_sequence'),
    traceparent: header(record, 'traceparent'),
    time: Date.parse(header(record, 'ce_time') ?? '') || record.timestamp,
    value: decodeValue(record, type),
    ...(position !== null && feedId ? { feed: { id: feedId, position } } : {}),
  };
}

function decodeValue<T extends EventType>(record: IncomingRecord, type: T): EventValue<T> {
  if (!record.value) throw new UnreadableEvent('the record has no value');
  let json: unknown;
  try {
    json = JSON.parse(record.value.toString('utf8'));
  } catch {
    throw new UnreadableEvent('the value is not JSON');
  }
  const parsed = EVENT_SCHEMAS[type].safeParse(json);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'value'}: ${issue.message}`);
    throw new UnreadableEvent(`the value breaks the schema of ${type}: ${faults.join('; ')}`);
  }
  return parsed.data as EventValue<T>;
}
