/** Reading the list of dead letters, newest first. */
import type { Sequelize } from 'sequelize';
import { isId } from '../../domain/ids';
import type { CursorSealer } from '../../feed/cursor';
import { row, rows } from '../../models/database';
import { Binds } from '../reading';
import { orUnavailable } from '../unavailable';
import { asSeen, COLUMNS, type DeadLetterRow, type StoredRow } from './rows';

/** Absent and null alike: not filtered by. */
export interface DeadLetterQuery {
  readonly topic?: string | null;
  readonly replayed?: boolean | null;
  /** A request's id, a whole key, or a part of the reason, among the newest that the rest leaves. */
  readonly search?: string | null;
}

export interface DeadLetterPage {
  readonly rows: DeadLetterRow[];
  /** One for each row. */
  readonly cursors: string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** No index helps a search for a part of a text: it looks at so many rows and no further. */
const SEARCHED = 10_000;
const COUNTED = 100_000;

/** `dead_letters d`, as far as `query` leaves it. */
function selection({ topic, replayed, search }: DeadLetterQuery, binds: Binds): string {
  const conditions: string[] = [];
  if (topic) conditions.push(`d.topic = ${binds.add(topic)}`);
  if (typeof replayed === 'boolean') conditions.push(`d.replayed_at IS ${replayed ? 'NOT NULL' : 'NULL'}`);
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  if (!search) return `FROM dead_letters d ${where || 'WHERE true'}`;
  const text = binds.add(search);
  const found = [`d.key = convert_to(${text}::text, 'UTF8')`, `position(lower(${text}::text) IN lower(d.reason)) > 0`];
  if (isId(search)) found.push(`d.request_id = ${binds.add(search)}::uuid`);
  return `FROM (SELECT * FROM dead_letters d ${where} ORDER BY d.at DESC, d.id DESC LIMIT ${SEARCHED}) d WHERE (${found.join(' OR ')})`;
}

/** Text that the database cannot hold matches nothing. */
function matchesNothing({ topic, search }: DeadLetterQuery): boolean {
  return [topic, search].some((text) => text?.includes('\0'));
}

/** `after` is a cursor of an earlier page; a broken one is BAD_USER_INPUT. */
export function readDeadLetters(
  deps: { readonly database: Sequelize; readonly cursors: CursorSealer },
  query: DeadLetterQuery,
  first: number,
  after: string | null,
): Promise<DeadLetterPage> {
  return orUnavailable(async () => {
    const from = after === null ? null : deps.cursors.openPlace(null, 'DEAD_LETTERS', after);
    const binds = new Binds();
    const selected = selection(query, binds);
    const beyond = from ? `AND (d.at, d.id) < (timestamptz 'epoch' + ${binds.add(from.micros)}::bigint * interval '1 microsecond', ${binds.add(from.id)}::uuid)` : '';
    const sql = `SELECT ${COLUMNS}, (extract(epoch FROM d.at) * 1000000)::bigint AS micros ${selected} ${beyond} ORDER BY d.at DESC, d.id DESC LIMIT ${binds.add(first + 1)}`;
    const found = matchesNothing(query) ? [] : await rows<StoredRow & { micros: number }>(deps.database, sql, binds.values);
    const shown = found.slice(0, first);
    return {
      rows: shown.map(asSeen),
      cursors: shown.map(({ micros, id }) => deps.cursors.sealPlace(null, 'DEAD_LETTERS', { micros, id })),
      hasNextPage: found.length > first,
      hasPreviousPage: from !== null,
    };
  });
}

/** Up to 100,000. */
export function countDeadLetters(database: Sequelize, query: DeadLetterQuery): Promise<number> {
  if (matchesNothing(query)) return Promise.resolve(0);
  return orUnavailable(async () => {
    const binds = new Binds();
    const { count } = await row<{ count: number }>(database, `SELECT count(*) AS count FROM (SELECT 1 ${selection(query, binds)} LIMIT ${COUNTED}) n`, binds.values);
    return count;
  });
}

/** Null where there is none. */
export function readDeadLetter(database: Sequelize, id: string): Promise<DeadLetterRow | null> {
  if (!isId(id)) return Promise.resolve(null);
  return orUnavailable(async () => {
    const [found] = await rows<StoredRow>(database, `SELECT ${COLUMNS} FROM dead_letters d WHERE d.id = $1`, [id]);
    return found ? asSeen(found) : null;
  });
}
