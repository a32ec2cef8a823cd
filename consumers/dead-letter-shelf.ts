/** What is on the dead-letter topic, for operators: to look at, and to send back to where it came from. */
import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { readRecord, unpack, type DeadLetter } from '../events/dead-letter';
import type { EventBroker, IncomingRecord } from '../events/ports';
import { TOPICS } from '../events/topics';
import type { OutputStore } from '../services/ports/output-store';

export interface ShelvedLetter {
  /** `<partition>:<offset>` on the dead-letter topic. */
  readonly id: string;
  /** When it was put there, ms since the epoch. */
  readonly at: number;
  /** Without what is in the output store until `open` brings it. */
  readonly letter: DeadLetter;
  readonly stored: string | null;
}

/** Reading gives up when nothing has come for this time, in ms. */
const SILENCE_MS = 20_000;

export class DeadLetterShelf {
  constructor(
    private readonly broker: EventBroker,
    private readonly store: OutputStore,
  ) {}

  /** Gives each dead letter that the topic holds now to `visit`, in the order of each partition. Rejects where Kafka cannot be read. */
  async each(visit: (shelved: ShelvedLetter) => void): Promise<void> {
    const groupId = `oms-dead-letters-${randomUUID()}`;
    const bounds = await this.broker.groupProgress(groupId, [TOPICS.deadLetter]);
    const left = new Map(bounds.filter(({ begin, end }) => end > begin).map(({ partition, end }) => [partition, end]));
    if (left.size === 0) return;
    let heardAt = Date.now();
    const consumer = this.broker.consumer({
      groupId,
      topics: [TOPICS.deadLetter],
      from: 'earliest',
      handler: (records) => {
        heardAt = Date.now();
        for (const record of records) {
          const end = left.get(record.partition);
          if (end === undefined || record.offset >= end) continue;
          const shelved = shelve(record);
          if (shelved) visit(shelved);
          if (record.offset === end - 1) left.delete(record.partition);
        }
        return Promise.resolve();
      },
    });
    await consumer.start();
    try {
      while (left.size > 0) {
        if (Date.now() - heardAt > SILENCE_MS) throw new Error(`Kafka gave nothing for ${SILENCE_MS / 1000} s; is it in reach?`);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    } finally {
      await consumer.stop();
      await this.broker.deleteGroup(groupId).catch(() => undefined);
    }
  }

  /** The letter whole. Rejects where its stored part is gone. */
  async open({ letter, stored }: ShelvedLetter): Promise<DeadLetter> {
    if (stored === null) return letter;
    const { stream } = await this.store.open(stored);
    return unpack(letter, await buffer(stream));
  }

  /**
   * Sends it, as it was, to the topic that it came from, where it is read as any record. What the system did in the meantime stays: an event
   * that is no longer expected changes nothing, so replaying twice is harmless.
   */
  async replay(shelved: ShelvedLetter): Promise<void> {
    const { topic, partition, offset, key, value, headers } = await this.open(shelved);
    await this.broker.producer.send([{ topic, key: key ?? `${topic}-${partition}-${offset}`, value, headers }]);
  }
}

function shelve(record: IncomingRecord): ShelvedLetter | null {
  const read = readRecord(record);
  return read && { id: `${record.partition}:${record.offset}`, at: record.timestamp, ...read };
}
