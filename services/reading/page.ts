/** One page of requests, and how many there are in all. */
import type { Sequelize } from 'sequelize';
import type { DocumentRequestOrder } from '../../domain/orders';
import { currentAsOf, type CursorSealer } from '../../feed/cursor';
import { row, rows } from '../../models/database';
import { matchesNothing } from './filter';
import { REQUEST_COLUMNS, type RequestRow } from './rows';
import { boundedCountStatement, estimateStatement, pageStatement, type Selection } from './selection';

/** Counted exactly up to here. */
export const EXACT_COUNT = 10_000;

export interface AsOf {
  readonly feedId: string;
  readonly position: number;
}

export type PageCursors = Pick<CursorSealer, 'sealPage' | 'openPage'>;

export interface RequestPage {
  readonly rows: RequestRow[];
  /** One for each row. */
  readonly cursors: string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Read before the first page: whoever follows the feed from it misses nothing of what the pages do not show. */
  readonly asOf: AsOf;
}

export interface Counted {
  readonly count: number;
  readonly exact: boolean;
}

type PlacedRow = RequestRow & { readonly micros: number };

export async function readPage(
  deps: { readonly database: Sequelize; readonly cursors: PageCursors },
  selection: Selection,
  orderBy: DocumentRequestOrder,
  first: number,
  after: string | null,
): Promise<RequestPage> {
  const { database, cursors } = deps;
  const { scope, filter } = selection;
  const from = after === null ? null : cursors.openPage(scope, orderBy, after);
  const asOf: AsOf = from ? { feedId: from.feedId, position: from.position } : await currentAsOf(database);
  const { sql, binds } = pageStatement(selection, orderBy, REQUEST_COLUMNS, first + 1, from);
  const found = matchesNothing(filter) ? [] : await rows<PlacedRow>(database, sql, binds);
  const shown = found.slice(0, first);
  return {
    rows: shown.map(({ micros: _, ...request }) => request),
    cursors: shown.map(({ micros, id }) => cursors.sealPage(scope, orderBy, { ...asOf, micros, id })),
    hasNextPage: found.length > first,
    // The row that the cursor names is before this page.
    hasPreviousPage: from !== null,
    asOf,
  };
}

export async function countRequests(database: Sequelize, selection: Selection): Promise<Counted> {
  if (matchesNothing(selection.filter)) return { count: 0, exact: true };
  const bounded = boundedCountStatement(selection, EXACT_COUNT + 1);
  const { count } = await row<{ count: number }>(database, bounded.sql, bounded.binds);
  if (count <= EXACT_COUNT) return { count, exact: true };
  const estimate = estimateStatement(selection);
  const explained = await row<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(database, estimate.sql, estimate.binds);
  return { count: Math.max(explained['QUERY PLAN'][0].Plan['Plan Rows'], EXACT_COUNT + 1), exact: false };
}
