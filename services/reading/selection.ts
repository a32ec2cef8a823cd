/**
 * Statements that pick requests by scope and filter and stay fast at millions of rows. Every index begins with the tenant and ends with
 * the time that is ordered by and the id, so: operators, who read all tenants, read each tenant's newest and merge; several statuses are read one by one and merged.
 * A submission has at most a batch's worth of requests: they are fetched by its index and sorted, whatever the planner thinks of LIMIT.
 */
import { DocumentStatus } from '../../domain/document';
import type { DocumentRequestOrder } from '../../domain/orders';
import type { ListPlace } from '../../feed/cursor';
import { Binds, factConditions, type RequestFilter } from './filter';

export interface Selection {
  readonly scope: string | null;
  readonly filter: RequestFilter;
}

/** The tenants of a table, by steps along an index that begins with it: a handful of look-ups instead of reading every row. */
export function eachTenant(table: 'document_requests' | 'processing_errors'): string {
  return `WITH RECURSIVE each_tenant AS (
    (SELECT tenant FROM ${table} ORDER BY tenant LIMIT 1)
    UNION ALL
    SELECT (SELECT n.tenant FROM ${table} n WHERE n.tenant > t.tenant ORDER BY n.tenant LIMIT 1) FROM each_tenant t WHERE t.tenant IS NOT NULL
  )`;
}

interface Ordering {
  readonly column: 'created_at' | 'updated_at';
  readonly direction: 'ASC' | 'DESC';
}

const ORDERINGS: Readonly<Record<DocumentRequestOrder, Ordering>> = {
  CREATED_DESC: { column: 'created_at', direction: 'DESC' },
  CREATED_ASC: { column: 'created_at', direction: 'ASC' },
  UPDATED_DESC: { column: 'updated_at', direction: 'DESC' },
  UPDATED_ASC: { column: 'updated_at', direction: 'ASC' },
};

interface Branch {
  readonly columns: string;
  readonly conditions: readonly string[];
  readonly order: string;
  readonly limit: string;
}

/** A WHERE clause, or nothing. */
export function where(conditions: readonly string[]): string {
  return conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
}

/** One bounded SELECT over `document_requests r` within the scope. */
function branch(selection: Selection, binds: Binds, { columns, conditions, order, limit }: Branch): string {
  const { scope, filter } = selection;
  const ofTenant = scope === null ? [] : [`r.tenant = ${binds.add(scope)}`];
  if (filter.submissionId) {
    // OFFSET 0 keeps the planner from walking the whole tenant in order of time until it meets the submission.
    const members = `(SELECT * FROM document_requests WHERE submission_id = ${binds.add(filter.submissionId)}::uuid OFFSET 0)`;
    return `(SELECT ${columns} FROM ${members} r ${where([...ofTenant, ...conditions])} ${order} LIMIT ${limit})`;
  }
  if (scope !== null) return `(SELECT ${columns} FROM document_requests r ${where([...ofTenant, ...conditions])} ${order} LIMIT ${limit})`;
  const inner = `SELECT r.* FROM document_requests r ${where(['r.tenant = t.tenant', ...conditions])} ${order} LIMIT ${limit}`;
  return `(SELECT ${columns} FROM each_tenant t CROSS JOIN LATERAL (${inner}) r WHERE t.tenant IS NOT NULL ${order} LIMIT ${limit})`;
}

function withTenants({ scope, filter }: Selection, statement: string): string {
  return scope === null && !filter.submissionId ? `${eachTenant('document_requests')} ${statement}` : statement;
}

/** A time as the database compares it, from microseconds since the epoch. */
export function timeOf(micros: string): string {
  return `timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond'`;
}

/** The first `limit` rows in this order, after the place given where there is one, each with its place's time as `micros`. `columns` must name id. */
export function pageStatement(
  selection: Selection,
  orderBy: DocumentRequestOrder,
  columns: string,
  limit: number,
  after: ListPlace | null,
): { sql: string; binds: unknown[] } {
  const binds = new Binds();
  const { column, direction } = ORDERINGS[orderBy];
  const conditions = factConditions(selection.filter, binds);
  if (after) {
    const compared = direction === 'DESC' ? '<' : '>';
    conditions.push(`(r.${column}, r.id) ${compared} (${timeOf(binds.add(after.micros))}, ${binds.add(after.id)}::uuid)`);
  }
  const bound = `${binds.add(limit)}::int`;
  const placed = `${columns}, (extract(epoch FROM r.${column}) * 1000000)::bigint AS micros`;
  const branches = statusesReadApart(selection.filter, column).map((status) => {
    const ofStatus = status === null ? [] : [`r.status = ${binds.add(status)}`];
    const order = `ORDER BY r.${column} ${direction}, r.id ${direction}`;
    return branch(selection, binds, { columns: placed, conditions: [...conditions, ...ofStatus], order, limit: bound });
  });
  const merged = `SELECT * FROM (${branches.join(' UNION ALL ')}) merged ORDER BY micros ${direction}, id ${direction} LIMIT ${bound}`;
  return { sql: withTenants(selection, branches.length === 1 ? branches.join('') : merged), binds: binds.values };
}

/** By time of change there is an index for each status alone. */
function statusesReadApart({ statuses, submissionId }: RequestFilter, column: Ordering['column']): readonly (DocumentStatus | null)[] {
  if (statuses) return [...new Set(statuses)];
  return column === 'updated_at' && !submissionId ? Object.values(DocumentStatus) : [null];
}

/** Counts up to `limit` rows and no further. */
export function boundedCountStatement(selection: Selection, limit: number): { sql: string; binds: unknown[] } {
  const binds = new Binds();
  const conditions = [...factConditions(selection.filter, binds), ...statusCondition(selection.filter, binds)];
  const bounded = branch(selection, binds, { columns: '1', conditions, order: '', limit: `${binds.add(limit)}::int` });
  return { sql: withTenants(selection, `SELECT count(*) AS count FROM ${bounded} bounded`), binds: binds.values };
}

/** The planner's view of how many there are: reads no row. */
export function estimateStatement({ scope, filter }: Selection): { sql: string; binds: unknown[] } {
  const binds = new Binds();
  const conditions = [...factConditions(filter, binds), ...statusCondition(filter, binds)];
  if (scope !== null) conditions.push(`r.tenant = ${binds.add(scope)}`);
  if (filter.submissionId) conditions.push(`r.submission_id = ${binds.add(filter.submissionId)}::uuid`);
  return { sql: `EXPLAIN (FORMAT JSON) SELECT 1 FROM document_requests r ${where(conditions)}`, binds: binds.values };
}

function statusCondition(filter: RequestFilter, binds: Binds): string[] {
  return filter.statuses ? [`r.status = ANY (${binds.add(filter.statuses)}::text[])`] : [];
}
