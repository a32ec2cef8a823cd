/** Sending dead letters back to where they came from. */
import type { Sequelize, Transaction } from 'sequelize';
import type { Caller } from '../../domain/caller';
import { isId } from '../../domain/ids';
import { CodedError, type UserError } from '../../domain/user-errors';
import type { EventProducer, OutgoingRecord } from '../../events/ports';
import { rows } from '../../models/database';
import type { Logger } from '../../platform/logging';
import { ALL_TENANTS, writeAudit } from '../audit';
import { orUnavailable } from '../unavailable';
import type { Shelf } from './record';
import { asSeen, type DeadLetterRow } from './rows';
import { wholeLetter, WHOLE_COLUMNS, type WholeRow } from './whole';

export interface ReplayDeps extends Shelf {
  readonly producer: EventProducer;
  readonly logger: Logger;
  /** Letters that one call may name. */
  readonly limit: number;
}

export interface ReplayResult {
  readonly replayed: number;
  readonly deadLetters: DeadLetterRow[];
  readonly userErrors: UserError[];
}

/** Held in memory at a time. */
const PAGE = 20;
const NOTE_MAX = 1_000;
const RETRY_AFTER_SECONDS = 2;

/**
 * Sends each, as it was, to its topic, where it is read as any record. One that is unknown, was replayed before, or is on the shelf no more is a user
 * error; the others go. They are sent while their rows are locked, and marked when all were taken: where that fails some may have been sent unmarked.
 * That is harmless, since an event that is no longer expected changes nothing. Throws SERVICE_UNAVAILABLE while Postgres or Kafka is away.
 */
export async function replayDeadLetters(deps: ReplayDeps, caller: Pick<Caller, 'subject'>, ids: readonly string[], note: string | null): Promise<ReplayResult> {
  const fault = faultOf(ids, note, deps.limit);
  if (fault) return { replayed: 0, deadLetters: [], userErrors: [fault] };
  return orUnavailable(() => deps.database.transaction((transaction) => replayIn(deps, transaction, caller.subject, ids, note)));
}

function faultOf(ids: readonly string[], note: string | null, limit: number): UserError | null {
  if (ids.length === 0) return { field: ['ids'], code: 'BAD_USER_INPUT', message: 'name the dead letters to replay' };
  if (ids.length > limit) return { field: ['ids'], code: 'TOO_LARGE', message: `${ids.length} dead letters are named; at most ${limit} can be replayed at once` };
  if ((note?.length ?? 0) > NOTE_MAX) return { field: ['note'], code: 'TOO_LARGE', message: `note has ${note?.length} characters; at most ${NOTE_MAX} are allowed` };
  return note?.includes('\0') ? { field: ['note'], code: 'BAD_USER_INPUT', message: 'note holds a NUL character, which cannot be stored' } : null;
}

async function replayIn({ database, store, producer, logger }: ReplayDeps, transaction: Transaction, actor: string, ids: readonly string[], note: string | null): Promise<ReplayResult> {
  const wanted = [...new Set(ids.filter(isId).map((id) => id.toLowerCase()))].sort();
  const sent: string[] = [];
  const refused = new Map<string, string>();
  for (let from = 0; from < wanted.length; from += PAGE) {
    const found = await rows<WholeRow>(database, `SELECT ${WHOLE_COLUMNS} FROM dead_letters d WHERE d.id = ANY ($1::uuid[]) ORDER BY d.id FOR UPDATE`, [wanted.slice(from, from + PAGE)], transaction);
    const records: OutgoingRecord[] = [];
    for (const letter of found) {
      if (letter.replayedAt) {
        refused.set(letter.id, `it was replayed already, at ${letter.replayedAt.toISOString()} by ${letter.replayedBy}`);
        continue;
      }
      const record = await recordOf(store, letter).catch((error: unknown) => {
        logger.warn({ err: error, deadLetter: letter.id }, 'a dead letter cannot be replayed');
        return null;
      });
      if (record) {
        records.push(record);
        sent.push(letter.id);
      } else refused.set(letter.id, 'the original is no longer stored');
    }
    await producer.send(records).catch((error: unknown) => {
      throw new CodedError('SERVICE_UNAVAILABLE', 'Kafka did not take the records: none of them counts as replayed. Try again later.', RETRY_AFTER_SECONDS, { cause: error });
    });
  }
  const marked = await mark(database, transaction, actor, sent);
  if (sent.length > 0) {
    const [only] = sent;
    await writeAudit(database, transaction, {
      tenant: ALL_TENANTS,
      actor,
      action: 'REPLAY_DEAD_LETTERS',
      subject: sent.length === 1 ? only : undefined,
      note,
      filter: { ids: sent },
      counts: { replayed: sent.length },
    });
  }
  return { replayed: sent.length, deadLetters: marked, userErrors: ids.flatMap((id, index) => refusal(id, index, sent, refused)) };
}

async function recordOf(store: ReplayDeps['store'], row: WholeRow): Promise<OutgoingRecord> {
  const { topic, partition, offset, key, value, headers } = await wholeLetter(store, row);
  return { topic, key: key ?? `${topic}-${partition}-${offset}`, value, headers };
}

async function mark(db: Sequelize, transaction: Transaction, actor: string, ids: readonly string[]): Promise<DeadLetterRow[]> {
  const marked = await rows<WholeRow>(
    db,
    `UPDATE dead_letters d SET replayed_at = clock_timestamp(), replayed_by = $2 WHERE d.id = ANY ($1::uuid[]) RETURNING ${WHOLE_COLUMNS}`,
    [ids, actor],
    transaction,
  );
  return marked.map(asSeen).sort((a, b) => b.at.getTime() - a.at.getTime());
}

function refusal(id: string, index: number, sent: readonly string[], refused: ReadonlyMap<string, string>): UserError[] {
  if (sent.includes(id.toLowerCase())) return [];
  const reason = refused.get(id.toLowerCase());
  const field = ['ids', String(index)];
  return [reason ? { field, code: 'BAD_USER_INPUT', message: `dead letter ${id}: ${reason}` } : { field, code: 'NOT_FOUND', message: `there is no dead letter ${id}` }];
}
