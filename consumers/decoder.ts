/** consumers/: decode, one service call. This file: the decoding, in which a record that cannot be read blocks nobody. */
import { decodeEvent, UnreadableEvent, type Event } from '../events/envelope';
import type { IncomingRecord } from '../events/ports';
import type { EventType } from '../events/schemas';
import type { DeadLetters } from './dead-letters';

/** Says what is wrong with an event that its schema allows, or null. */
export type Rule<T extends EventType> = (event: Event<T>, key: string | null) => string | null;

export class Decoder {
  constructor(private readonly deadLetters: DeadLetters) {}

  /** Decodes records of one type. Those that are unreadable or break the rule are dead letters when this resolves; it rejects where that failed. */
  async decode<T extends EventType>(records: readonly IncomingRecord[], type: T, rule?: Rule<T>): Promise<Event<T>[]> {
    const events: Event<T>[] = [];
    const unreadable: { record: IncomingRecord; reason: string }[] = [];
    for (const record of records) {
      try {
        const event = decodeEvent(record, type);
        const broken = rule?.(event, record.key?.toString('utf8') ?? null) ?? null;
        if (broken !== null) throw new UnreadableEvent(broken);
        events.push(event);
      } catch (error) {
        if (!(error instanceof UnreadableEvent)) throw error;
        unreadable.push({ record, reason: error.message });
      }
    }
    await this.deadLetters.put(unreadable);
    return events;
  }
}
