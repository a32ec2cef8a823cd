/** Reading the audit log, newest first. */
import type { Sequelize } from 'sequelize';
import type { CursorSealer } from '../../feed/cursor';
import { rows } from '../../models/database';
import { Binds } from '../reading';
import { orUnavailable } from '../unavailable';

export interface AuditRow {
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly tenant: string;
  readonly action: string;
  readonly subject: string | null;
  readonly note: string | null;
  readonly details: Record<string, unknown>;
}

/** Absent and null alike: not filtered by. `after` includes its instant, `before` does not. */
export interface AuditQuery {
  readonly actor?: string | null;
  readonly action?: string | null;
  readonly subject?: string | null;
  readonly after?: Date | null;
  readonly before?: Date | null;
  /** A prefix of the subject or a part of the note, among the newest that the rest leaves. */
  readonly search?: string | null;
}

export interface AuditPage {
  readonly rows: AuditRow[];
  /** One for each row. */
  readonly cursors: string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

type PlacedRow = Omit<AuditRow, 'details'> & { readonly filter: object | null; readonly counts: object; readonly micros: number };

/** No index helps a search for a part of a note: it looks at so many entries and no further. */
const SEARCHED = 10_000;

/** `scope` is the tenant to read, null for all of them. `cursor` is that of an earlier page of this scope; another's or a broken one is BAD_USER_INPUT. */
export function readAuditLog(
  deps: { readonly database: Sequelize; readonly cursors: CursorSealer },
  scope: string | null,
  query: AuditQuery,
  first: number,
  cursor: string | null,
): Promise<AuditPage> {
  return orUnavailable(async () => {
    const from = cursor === null ? null : deps.cursors.openPlace(scope, 'AUDIT_LOG', cursor);
    const binds = new Binds();
    const selected = selection(scope, query, binds);
    const beyond = from ? `AND (a.at, a.id) < (timestamptz 'epoch' + ${binds.add(from.micros)}::bigint * interval '1 microsecond', ${binds.add(from.id)}::uuid)` : '';
    const sql = `SELECT a.id, a.at, a.actor, a.tenant, a.action, a.subject, a.note, a.filter, a.counts, (extract(epoch FROM a.at) * 1000000)::bigint AS micros
      ${selected} ${beyond} ORDER BY a.at DESC, a.id DESC LIMIT ${binds.add(first + 1)}`;
    const found = matchesNothing(query) ? [] : await rows<PlacedRow>(deps.database, sql, binds.values);
    const shown = found.slice(0, first);
    return {
      rows: shown.map(({ filter, counts, micros: _, ...entry }) => ({ ...entry, details: { ...(filter ? { filter } : {}), ...counts } })),
      cursors: shown.map(({ micros, id }) => deps.cursors.sealPlace(scope, 'AUDIT_LOG', { micros, id })),
      hasNextPage: found.length > first,
      hasPreviousPage: from !== null,
    };
  });
}

/** `audit_log a`, as far as scope and query leave it. */
function selection(scope: string | null, { actor, action, subject, after, before, search }: AuditQuery, binds: Binds): string {
  const conditions = ['true'];
  const instant = (at: Date) => `timestamptz 'epoch' + ${binds.add(at.getTime())}::bigint * interval '1 millisecond'`;
  if (scope !== null) conditions.push(`a.tenant = ${binds.add(scope)}`);
  for (const [column, value] of Object.entries({ actor, action, subject })) if (value) conditions.push(`a.${column} = ${binds.add(value)}`);
  if (after) conditions.push(`a.at >= ${instant(after)}`);
  if (before) conditions.push(`a.at < ${instant(before)}`);
  const chosen = `FROM audit_log a WHERE ${conditions.join(' AND ')}`;
  if (!search) return chosen;
  const text = `lower(${binds.add(search)}::text)`;
  return `FROM (SELECT * ${chosen} ORDER BY a.at DESC, a.id DESC LIMIT ${SEARCHED}) a WHERE (starts_with(lower(a.subject), ${text}) OR position(${text} IN lower(a.note)) > 0)`;
}

/** Text that the database cannot hold matches nothing. */
function matchesNothing({ actor, action, subject, search }: AuditQuery): boolean {
  return [actor, action, subject, search].some((text) => text?.includes('\0'));
}
