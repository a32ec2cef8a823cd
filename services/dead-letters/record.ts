/** Keeping the list of dead letters: each record of their topic becomes one row, however often it is read. */
import { buffer } from 'node:stream/consumers';
import type { Sequelize } from 'sequelize';
import { isId, newId } from '../../domain/ids';
import { pack, readRecord, unpack, type DeadLetter } from '../../events/dead-letter';
import type { IncomingRecord } from '../../events/ports';
import type { OutputStore } from '../ports/output-store';
import { PREVIEW_BYTES } from './rows';

export interface Shelf {
  readonly database: Sequelize;
  /** Where dead letters stand whole that are too large for a row. */
  readonly store: OutputStore;
}

/** Rows are written so many at a time. */
const PAGE = 100;

/** @returns how many of the records are no dead letters of ours: those are passed over. They all are in the list when this resolves. */
export async function recordDeadLetters({ database, store }: Shelf, records: readonly IncomingRecord[]): Promise<number> {
  let strange = 0;
  for (let from = 0; from < records.length; from += PAGE) {
    const listed: object[] = [];
    for (const record of records.slice(from, from + PAGE)) {
      const read = readRecord(record);
      if (read) listed.push(await rowOf(store, record, read));
      else strange += 1;
    }
    if (listed.length > 0) await insert(database, listed);
  }
  return strange;
}

/** What was too large for a record, taken from the shelf to be looked at; as it came where the shelf has lost it. */
async function opened(store: OutputStore, letter: DeadLetter, stored: string): Promise<DeadLetter> {
  const kept = await store.open(stored).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  return kept ? unpack(letter, await buffer(kept.stream)) : letter;
}

/** @returns its key on the shelf, or null where a row holds it whole. */
async function shelve(store: OutputStore, letter: DeadLetter): Promise<string | null> {
  if ((letter.value?.length ?? 0) <= PREVIEW_BYTES) return null;
  return (await store.putBytes(shelfName(letter), pack(letter))).key;
}

/** What the shelf calls it. */
export function shelfName({ topic, partition, offset }: DeadLetter): string {
  return `${topic}-${partition}-${offset}`.replaceAll(/[^A-Za-z0-9]+/g, '-');
}

async function rowOf(store: OutputStore, record: IncomingRecord, read: { letter: DeadLetter; stored: string | null }): Promise<object> {
  const letter = read.stored === null ? read.letter : await opened(store, read.letter, read.stored);
  const stored = read.stored ?? (await shelve(store, letter));
  const key = letter.key?.toString('utf8') ?? '';
  return {
    id: newId(),
    letter_partition: record.partition,
    letter_offset: record.offset,
    at_ms: record.timestamp,
    topic: letter.topic,
    partition: letter.partition,
    offset: letter.offset,
    // The database knows no NUL in a text.
    reason: letter.reason.replaceAll('\0', ''),
    key: letter.key?.toString('base64') ?? null,
    headers: Object.entries(letter.headers).map(([name, bytes]) => [name.replaceAll('\0', ''), bytes.toString('base64')]),
    size_bytes: letter.value?.length ?? 0,
    preview: letter.value?.subarray(0, PREVIEW_BYTES).toString('base64') ?? null,
    stored,
    request_id: isId(key) ? key : null,
  };
}

/** A key that is the id of a request tells which one it is about. */
async function insert(db: Sequelize, listed: readonly object[]): Promise<void> {
  await db.query(
    `INSERT INTO dead_letters (id, letter_partition, letter_offset, at, topic, partition, "offset", reason, key, headers, size_bytes, preview, stored, request_id)
     SELECT n.id, n.letter_partition, n.letter_offset, timestamptz 'epoch' + n.at_ms * interval '1 millisecond', n.topic, n.partition, n."offset", n.reason,
            decode(n.key, 'base64'), n.headers, n.size_bytes, decode(n.preview, 'base64'), n.stored, r.id
       FROM jsonb_to_recordset($1::jsonb) AS n(id uuid, letter_partition integer, letter_offset bigint, at_ms bigint, topic text, partition integer,
              "offset" bigint, reason text, key text, headers jsonb, size_bytes integer, preview text, stored text, request_id uuid)
       LEFT JOIN document_requests r ON r.id = n.request_id
     ON CONFLICT (letter_partition, letter_offset, at) DO NOTHING`,
    { bind: [JSON.stringify(listed)] },
  );
}
