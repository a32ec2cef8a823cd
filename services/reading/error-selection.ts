/**
 * Statements that pick errors by scope and filter, newest first, and stay fast at millions of rows: an index for each tenant's newest, one for those
 * of each recovery status, document type and source; several statuses and several tenants are read one by one and merged.
 */
import { errorConditions, recoveryStatusCondition, type ErrorFilter } from './error-filter';
import { Binds } from './filter';
import { eachTenant, where } from './selection';

export interface ErrorSelection {
  readonly scope: string | null;
  readonly filter: ErrorFilter;
}

export interface Statement {
  readonly sql: string;
  readonly binds: unknown[];
}

const NEWEST_FIRST = 'ORDER BY e.occurred_at DESC, e.id DESC';

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

/** The newest `limit`, after the place given where there is one. `columns` must name occurred_at as "occurredAt", and id. */
export function newestErrorsStatement(
  selection: ErrorSelection,
  columns: string,
  limit: number,
  after: { readonly occurredAtMicros: number; readonly id: string } | null,
): Statement {
  const binds = new Binds();
  const conditions = errorConditions(selection.filter, binds);
  if (after) {
    const occurredAt = `timestamptz 'epoch' + ${binds.add(after.occurredAtMicros)}::bigint * interval '1 microsecond'`;
    conditions.push(`(e.occurred_at, e.id) < (${occurredAt}, ${binds.add(after.id)}::uuid)`);
  }
  const bound = `${binds.add(limit)}::int`;
  const statuses = selection.filter.recoveryStatuses ? [...new Set(selection.filter.recoveryStatuses)] : [null];
  const branches = statuses.map((status) => {
    const ofStatus = status === null ? [] : [`e.recovery_status = ${binds.add(status)}`];
    return branch(selection, binds, columns, [...conditions, ...ofStatus], NEWEST_FIRST, bound);
  });
  const merged = `SELECT * FROM (${branches.join(' UNION ALL ')}) merged ORDER BY "occurredAt" DESC, id DESC LIMIT ${bound}`;
  return { sql: withTenants(selection, branches.length === 1 ? branches.join('') : merged), binds: binds.values };
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
