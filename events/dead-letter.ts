/** Dead letters as records: the original with its bytes and headers, and headers of ours that say where it was and what is wrong with it. */
import type { IncomingRecord, OutgoingRecord } from './ports';
import { TOPICS, type TopicName } from './topics';

export interface DeadLetter {
  /** Where the original was. */
  readonly topic: TopicName;
  readonly partition: number;
  readonly offset: number;
  readonly reason: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer>>;
}

const OURS = 'dead-letter-';
const TOPIC = `${OURS}topic`;
const PARTITION = `${OURS}partition`;
const OFFSET = `${OURS}offset`;
const REASON = `${OURS}reason`;
const KEY = `${OURS}key`;
/** Key, in the output store, of what is too large for a record. */
const STORED = `${OURS}stored`;
const REASON_MAX = 2_000;

/** What cannot be read, as a dead letter. */
export function deadLetterOf(record: IncomingRecord, reason: string): DeadLetter {
  const { topic, partition, offset, key, value, headers } = record;
  return { topic, partition, offset, key, value, headers, reason: reason.slice(0, REASON_MAX) };
}

/** Roughly what it takes in a produce request, in bytes. */
export function sizeOf({ key, value, headers }: DeadLetter): number {
  const ofHeaders = Object.entries(headers).reduce((sum, [name, bytes]) => sum + name.length + bytes.length, 0);
  // The key is there twice: as the record's, and as it was.
  return 2 * (key?.length ?? 0) + (value?.length ?? 0) + ofHeaders + REASON_MAX;
}

/** The record of a dead letter; with `stored`, the key of its packed form in the output store, without what was packed. */
export function asRecord(letter: DeadLetter, stored: string | null): OutgoingRecord {
  const { topic, partition, offset, reason, key, value, headers } = letter;
  const place = { [TOPIC]: topic, [PARTITION]: String(partition), [OFFSET]: String(offset), [REASON]: reason };
  if (stored !== null) return { topic: TOPICS.deadLetter, key: `${topic}-${partition}-${offset}`, value: null, headers: { ...place, [STORED]: stored } };
  return {
    topic: TOPICS.deadLetter,
    key: key?.toString('utf8') ?? `${topic}-${partition}-${offset}`,
    value,
    headers: { ...headers, ...place, ...(key ? { [KEY]: key } : {}) },
  };
}

/** The dead letter that a record is, and the key of its packed form where there is one. Null where it is none of ours. */
export function readRecord(record: IncomingRecord): { letter: DeadLetter; stored: string | null } | null {
  const text = (name: string) => record.headers[name]?.toString('utf8');
  const topic = Object.values(TOPICS).find((known) => known === text(TOPIC));
  if (!topic) return null;
  const letter = {
    topic,
    partition: Number(text(PARTITION)),
    offset: Number(text(OFFSET)),
    reason: text(REASON) ?? '',
    key: record.headers[KEY] ?? null,
    value: record.value,
    headers: Object.fromEntries(Object.entries(record.headers).filter(([name]) => !name.startsWith(OURS))),
  };
  return { letter, stored: text(STORED) ?? null };
}

/** Key, value and headers as bytes for the output store. */
export function pack({ key, value, headers }: DeadLetter): Buffer {
  const text = (bytes: Buffer | null) => bytes?.toString('base64') ?? null;
  return Buffer.from(JSON.stringify({ key: text(key), value: text(value), headers: Object.entries(headers).map(([name, bytes]) => [name, text(bytes)]) }));
}

/** Puts back what `pack` took out. */
export function unpack(letter: DeadLetter, bytes: Buffer): DeadLetter {
  const packed = JSON.parse(bytes.toString('utf8')) as { key: string | null; value: string | null; headers: [string, string][] };
  const back = (text: string | null) => (text === null ? null : Buffer.from(text, 'base64'));
  const headers = Object.fromEntries(packed.headers.map(([name, text]) => [name, Buffer.from(text, 'base64')]));
  return { ...letter, key: back(packed.key), value: back(packed.value), headers };
}
