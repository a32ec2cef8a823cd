/** Reading errors in lists. `scope` is the tenant to read, null for all of them. */
import type { Sequelize } from 'sequelize';
import type { ProcessingErrorOrder } from '../../domain/orders';
import type { CursorSealer, ListName, ListPlace } from '../../feed/cursor';
import { row, rows } from '../../models/database';
import { orUnavailable } from '../unavailable';
import { matchesNoError, type ErrorFilter } from './error-filter';
import { boundedErrorCountStatement, errorEstimateStatement, errorPageStatement } from './error-selection';
import { EXACT_COUNT, type Counted } from './page';
import { ERROR_COLUMNS, type ErrorRow } from './rows';

export type ErrorCursors = Pick<CursorSealer, 'sealPlace' | 'openPlace'>;

export interface ErrorPage {
  readonly rows: ErrorRow[];
  /** One for each row. */
  readonly cursors: string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** Every method throws CodedError SERVICE_UNAVAILABLE while the database is away. */
export interface ErrorReader {
  /** Lacks what was not found. */
  byIds(scope: string | null, ids: readonly string[]): Promise<Map<string, ErrorRow>>;
  /** `after` is a cursor of an earlier page of this scope and order; another's or a broken one is BAD_USER_INPUT. */
  page(scope: string | null, filter: ErrorFilter, orderBy: ProcessingErrorOrder, first: number, after: string | null): Promise<ErrorPage>;
  /** Exact up to 10,000, the planner's estimate beyond. */
  count(scope: string | null, filter: ErrorFilter): Promise<Counted>;
}

export type PlacedError = ErrorRow & { readonly micros: number };

/** @param found the rows of the page and, where there is one, one of the next. */
export function pageOfErrors(
  { cursors, scope, list }: { readonly cursors: ErrorCursors; readonly scope: string | null; readonly list: ListName },
  found: readonly PlacedError[],
  first: number,
  from: ListPlace | null,
): ErrorPage {
  const shown = found.slice(0, first);
  return {
    rows: shown.map(({ micros: _, ...error }) => error),
    cursors: shown.map(({ micros, id }) => cursors.sealPlace(scope, list, { micros, id })),
    hasNextPage: found.length > first,
    hasPreviousPage: from !== null,
  };
}

export function createErrorReader({ database, cursors }: { readonly database: Sequelize; readonly cursors: ErrorCursors }): ErrorReader {
  const count = async (scope: string | null, filter: ErrorFilter): Promise<Counted> => {
    if (matchesNoError(filter)) return { count: 0, exact: true };
    const bounded = boundedErrorCountStatement({ scope, filter }, EXACT_COUNT + 1);
    const { count: found } = await row<{ count: number }>(database, bounded.sql, bounded.binds);
    if (found <= EXACT_COUNT) return { count: found, exact: true };
    const estimate = errorEstimateStatement({ scope, filter });
    const explained = await row<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(database, estimate.sql, estimate.binds);
    return { count: Math.max(explained['QUERY PLAN'][0].Plan['Plan Rows'], EXACT_COUNT + 1), exact: false };
  };
  return {
    byIds: (scope, ids) =>
      orUnavailable(async () => {
        const sql = `SELECT ${ERROR_COLUMNS} FROM processing_errors e WHERE e.id = ANY ($1::uuid[]) AND ($2::text IS NULL OR e.tenant = $2)`;
        return new Map((await rows<ErrorRow>(database, sql, [ids, scope])).map((error) => [error.id, error]));
      }),
    page: (scope, filter, orderBy, first, after) =>
      orUnavailable(async () => {
        const from = after === null ? null : cursors.openPlace(scope, orderBy, after);
        const { sql, binds } = errorPageStatement({ scope, filter }, orderBy, ERROR_COLUMNS, first + 1, from);
        const found = matchesNoError(filter) ? [] : await rows<PlacedError>(database, sql, binds);
        return pageOfErrors({ cursors, scope, list: orderBy }, found, first, from);
      }),
    count: (scope, filter) => orUnavailable(() => count(scope, filter)),
  };
}
