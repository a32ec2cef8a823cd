import { decodeEvent, encodeEvent, UnreadableEvent, type Event } from '../../../events/envelope';
import type { IncomingRecord, OutgoingRecord } from '../../../events/ports';
import { TOPICS } from '../../../events/topics';
import { newId } from '../../../domain/ids';

const event: Event<'oms.monitoring.requested'> = {
  type: 'oms.monitoring.requested',
  id: 'batch-1',
  tenant: 'acme',
  sequence: 3,
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  time: 1_700_000_000_000,
  value: { batchId: newId(), number: 1 },
  feed: { id: newId(), position: 42 },
};

function arrived(record: OutgoingRecord): IncomingRecord {
  const headers = Object.fromEntries(Object.entries(record.headers).map(([name, value]) => [name, Buffer.from(value)]));
  return { topic: record.topic, partition: 0, offset: 7, timestamp: 1, key: Buffer.from(record.key), value: record.value, headers };
}

const record = () => arrived(encodeEvent(TOPICS.monitoring, 'key', event));

describe('an event on a topic', () => {
  it('is a CloudEvent 1.0 in binary mode that reads back as it was', () => {
    const encoded = encodeEvent(TOPICS.monitoring, 'key', event);
    expect(encoded.headers).toMatchObject({ ce_specversion: '1.0', ce_id: 'batch-1', ce_type: event.type, ce_tenant: 'acme', ce_sequence: '3', ce_position: '42' });
    expect(decodeEvent(arrived(encoded), 'oms.monitoring.requested')).toEqual(event);
  });

  it('is refused before it is written where its value breaks the schema or is larger than an event may be', () => {
    expect(() => encodeEvent(TOPICS.monitoring, 'key', { ...event, value: { batchId: 'no id', number: 1 } })).toThrow(/batchId/);
    const large = { requestId: newId(), attempt: 1, cause: 'SUBMITTED' as const, actor: 'a'.repeat(9_000), documentType: 'T', documentTypeVersion: 1, engineConfiguration: 'c', format: 'PDF' as const, priority: 'LOW' as const, submissionId: null };
    expect(() => encodeEvent(TOPICS.processing, 'key', { ...event, type: 'oms.processing.requested', value: large })).toThrow(/bytes/);
  });

  it.each<[string, Partial<IncomingRecord>, RegExp]>([
    ['no value', { value: null }, /no value/],
    ['bytes that are not JSON', { value: Buffer.from('{') }, /not JSON/],
    ['a value of another shape', { value: Buffer.from('{"batchId":1}') }, /batchId/],
    ['no CloudEvents headers', { headers: {} }, /ce_specversion/],
    ['another type', { headers: { ...record().headers, ce_type: Buffer.from('other') } }, /expected oms\.monitoring\.requested/],
    ['a position that is no number', { headers: { ...record().headers, ce_position: Buffer.from('x') } }, /ce_position/],
  ])('is unreadable with %s, and the reason says so', (_what, broken, reason) => {
    const attempt = () => decodeEvent({ ...record(), ...broken }, 'oms.monitoring.requested');
    expect(attempt).toThrow(UnreadableEvent);
    expect(attempt).toThrow(reason);
  });
});
