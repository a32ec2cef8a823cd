/** consumers/: decode, one service call. This file: what cannot be read goes to the dead-letter topic as it came, with the reason. */
import type { EventProducer, IncomingRecord, OutgoingRecord } from '../events/ports';
import { decodeEvent, UnreadableEvent, type Event } from '../events/envelope';
import type { EventType } from '../events/schemas';
import { TOPICS } from '../events/topics';
import type { Logger } from '../platform/logging';
import { counter } from '../platform/metrics';

const deadLetters = counter('oms_dead_letters_total', 'Records put on the dead-letter topic', ['topic'] as const);

/** Decodes records of one type. The unreadable ones are on the dead-letter topic when this resolves; it rejects when they could not be put there. */
export class Decoder {
  constructor(
    private readonly producer: EventProducer,
    private readonly logger: Logger,
  ) {}

  async decode<T extends EventType>(records: readonly IncomingRecord[], type: T): Promise<Event<T>[]> {
    const events: Event<T>[] = [];
    const unreadable: OutgoingRecord[] = [];
    for (const record of records) {
      try {
        events.push(decodeEvent(record, type));
      } catch (error) {
        if (!(error instanceof UnreadableEvent)) throw error;
        const { topic, partition, offset } = record;
        this.logger.warn({ topic, partition, offset, reason: error.message }, 'a record is put on the dead-letter topic');
        deadLetters.inc({ topic });
        unreadable.push(asDeadLetter(record, error.message));
      }
    }
    if (unreadable.length > 0) await this.producer.send(unreadable);
    return events;
  }
}

function asDeadLetter(record: IncomingRecord, reason: string): OutgoingRecord {
  return {
    topic: TOPICS.deadLetter,
    key: record.key?.toString('utf8') ?? `${record.topic}-${record.partition}-${record.offset}`,
    value: record.value,
    headers: {
      ...record.headers,
      'dead-letter-topic': record.topic,
      'dead-letter-partition': String(record.partition),
      'dead-letter-offset': String(record.offset),
      'dead-letter-reason': reason,
    },
  };
}
