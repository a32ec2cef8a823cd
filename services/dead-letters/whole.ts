/** A dead letter with every byte that it had. */
import { buffer } from 'node:stream/consumers';
import { rows } from '../../models/database';
import { unpack, type DeadLetter } from '../../events/dead-letter';
import { TOPICS } from '../../events/topics';
import type { OutputStore } from '../ports/output-store';
import type { Shelf } from './record';
import { COLUMNS, readable, type StoredRow } from './rows';

export const WHOLE_COLUMNS = `${COLUMNS}, d.stored`;

export type WholeRow = StoredRow & { readonly stored: string | null };

/** Rejects where its topic is none of ours any more, or with `code: 'ENOENT'` where the shelf has lost it. */
export async function wholeLetter(store: OutputStore, { topic: name, stored, headers, preview, ...rest }: WholeRow): Promise<DeadLetter> {
  const topic = Object.values(TOPICS).find((known) => known === name);
  if (!topic) throw new Error(`there is no topic ${name} any more`);
  const { partition, offset, reason, key } = rest;
  const letter = { topic, partition, offset, reason, key, value: preview, headers: Object.fromEntries(headers.map(([each, bytes]) => [each, Buffer.from(bytes, 'base64')])) };
  if (stored === null) return letter;
  const { stream } = await store.open(stored);
  return unpack(letter, await buffer(stream));
}

/** The whole value for people, however large; null where there is none. */
export async function wholeText({ database, store }: Shelf, id: string): Promise<string | null> {
  const [found] = await rows<WholeRow>(database, `SELECT ${WHOLE_COLUMNS} FROM dead_letters d WHERE d.id = $1`, [id]);
  const value = found && (await wholeLetter(store, found)).value;
  return value ? readable(value) : null;
}
