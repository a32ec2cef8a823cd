/**
/**
 * Statements that pick errors by scope and filter and stay fast at millions of rows: indexes for each tenant, and for those of each recovery status,
 * document type and source, by time of occurrence, and by next attempt; several statuses and several tenants are read one by one and merged.
 */
import { RecoveryStatus } from '../../domain/document';
import type { ProcessingErrorOrder } from '../../domain/orders';
import type { ListPlace } from '../../feed/cursor';
import { errorConditions, recoveryStatusCondition, type ErrorFilter } from './error-filter';
import { Binds } from './filter';
import { eachTenant, timeOf, where } from './selection';

export interface ErrorSelection {
  readonly scope: string | null;
  readonly filter: ErrorFilter;
}

export interface Statement {
  readonly sql: string;
  readonly binds: unknown[];
}

interface Ordering {
  readonly column: string;
  readonly direction: 'ASC' | 'DESC';
  /** The column in microseconds since the epoch. */
  readonly micros: string;
}

/** Stands for the time of what has none and so comes last: beyond any, and below 2^53. */
const NO_TIME_MICROS = Number.MAX_SAFE_INTEGER;
const OCCURRED = { column: 'e.occurred_at', micros: '(extract(epoch FROM e.occurred_at) * 1000000)::bigint' } as const;

const ORDERINGS: Readonly<Record<ProcessingErrorOrder, Ordering>> = {
  OCCURRED_DESC: { ...OCCURRED, direction: 'DESC' },
  OCCURRED_ASC: { ...OCCURRED, direction: 'ASC' },
  NEXT_ATTEMPT_ASC: {
    column: "coalesce(e.next_attempt_at, 'infinity'::timestamptz)",
    direction: 'ASC',
    micros: `coalesce((extract(epoch FROM e.next_attempt_at) * 1000000)::bigint, ${NO_TIME_MICROS})`,
  },
};

/** Few by nature: found by an index of their own, whatever the tenant. */
function isNarrow({ ids, requestIds, submissionId }: ErrorFilter): boolean {
  return Boolean(ids ?? requestIds ?? submissionId);
}

function branch({ scope, filter }: ErrorSelection, binds: Binds, columns: string, conditions: readonly string[], order: string, limit: string): string {
  if (isNarrow(filter)) {
    const ofTenant = scope === null ? [] : [`e.tenant = ${binds.add(scope)}`];
    // OFFSET 0 keeps the planner from walking the whole tenant in order of time until it meets these few.
    return `(SELECT ${columns} FROM (SELECT e.* FROM processing_errors e ${where([...ofTenant, ...conditions])} OFFSET 0) e ${order} LIMIT ${limit})`;
  }
  if (scope !== null) return `(SELECT ${columns} FROM processing_errors e ${where([`e.tenant = ${binds.add(scope)}`, ...conditions])} ${order} LIMIT ${limit})`;
  const inner = `SELECT e.* FROM processing_errors e ${where(['e.tenant = t.tenant', ...conditions])} ${order} LIMIT ${limit}`;
  return `(SELECT ${columns} FROM each_tenant t CROSS JOIN LATERAL (${inner}) e WHERE t.tenant IS NOT NULL ${order} LIMIT ${limit})`;
}

function withTenants({ scope, filter }: ErrorSelection, statement: string): string {
  return scope === null && !isNarrow(filter) ? `${eachTenant('processing_errors')} ${statement}` : statement;
}

/** The first `limit` in this order, after the place given where there is one, each with its place's time as `micros`. `columns` must name id. */
export function errorPageStatement(
  selection: ErrorSelection,
  orderBy: ProcessingErrorOrder,
  columns: string,
  limit: number,
  after: ListPlace | null,
): Statement {
  const binds = new Binds();
  const { column, direction, micros } = ORDERINGS[orderBy];
  const conditions = errorConditions(selection.filter, binds);
  if (after) {
    const time = after.micros === NO_TIME_MICROS ? "'infinity'::timestamptz" : timeOf(binds.add(after.micros));
    conditions.push(`(${column}, e.id) ${direction === 'DESC' ? '<' : '>'} (${time}, ${binds.add(after.id)}::uuid)`);
  }
  const bound = `${binds.add(limit)}::int`;
  const branches = statusesReadApart(selection.filter, orderBy).map((status) => {
    const ofStatus = status === null ? [] : [`e.recovery_status = ${binds.add(status)}`];
    const order = `ORDER BY ${column} ${direction}, e.id ${direction}`;
    return branch(selection, binds, `${columns}, ${micros} AS micros`, [...conditions, ...ofStatus], order, bound);
  });
  const merged = `SELECT * FROM (${branches.join(' UNION ALL ')}) merged ORDER BY micros ${direction}, id ${direction} LIMIT ${bound}`;
  return { sql: withTenants(selection, branches.length === 1 ? branches.join('') : merged), binds: binds.values };
}

/** By next attempt there is an index for each recovery status alone. */
function statusesReadApart(filter: ErrorFilter, orderBy: ProcessingErrorOrder): readonly (RecoveryStatus | null)[] {
  if (filter.recoveryStatuses) return [...new Set(filter.recoveryStatuses)];
  return orderBy === 'NEXT_ATTEMPT_ASC' && !isNarrow(filter) ? Object.values(RecoveryStatus) : [null];
}

/** How many there are of each stage and code, and from when to when. Reads every one that matches. */
export function errorGroupsStatement({ scope, filter }: ErrorSelection): Statement {
  const binds = new Binds();
  const conditions = [...errorConditions(filter, binds), ...recoveryStatusCondition(filter, binds)];
  if (scope !== null) conditions.push(`e.tenant = ${binds.add(scope)}`);
  const sql = `SELECT e.stage, e.code, count(*) AS count, min(e.occurred_at) AS oldest, max(e.occurred_at) AS newest
    FROM processing_errors e ${where(conditions)} GROUP BY e.stage, e.code`;
  return { sql, binds: binds.values };
}

/** Counts up to `limit` and no further. */
export function boundedErrorCountStatement(selection: ErrorSelection, limit: number): Statement {
  const binds = new Binds();
  const conditions = [...errorConditions(selection.filter, binds), ...recoveryStatusCondition(selection.filter, binds)];
  const bounded = branch(selection, binds, '1', conditions, '', `${binds.add(limit)}::int`);
  return { sql: withTenants(selection, `SELECT count(*) AS count FROM ${bounded} bounded`), binds: binds.values };
}

/** The planner's view of how many there are: reads no row. */
export function errorEstimateStatement({ scope, filter }: ErrorSelection): Statement {
  const binds = new Binds();
  const conditions = [...errorConditions(filter, binds), ...recoveryStatusCondition(filter, binds)];
  if (scope !== null) conditions.push(`e.tenant = ${binds.add(scope)}`);
  return { sql: `EXPLAIN (FORMAT JSON) SELECT 1 FROM processing_errors e ${where(conditions)}`, binds: binds.values };
}
