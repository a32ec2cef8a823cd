/** What lists have in common. */
import { CodedError } from '../domain/user-errors';
import type { PageInfo } from '../schema';

export const DEFAULT_FIRST = 50;

/** Checks `first`: below 1 is BAD_USER_INPUT, beyond the limit TOO_LARGE. */
export function pageSize(first: number | null | undefined, limit: number): number {
  const size = first ?? Math.min(DEFAULT_FIRST, limit);
  if (size < 1) throw new CodedError('BAD_USER_INPUT', `first is ${size}: ask for at least 1`);
  if (size > limit) throw new CodedError('TOO_LARGE', `first is ${size}: ask for at most ${limit} and go on with after`);
  return size;
}

interface Page<T> {
  readonly rows: readonly T[];
  readonly cursors: readonly string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** Edges and pageInfo of a connection. */
export function asConnection<T>(page: Page<T>): { edges: { node: T; cursor: string }[]; pageInfo: PageInfo } {
  const { rows, cursors, hasNextPage, hasPreviousPage } = page;
  return {
    edges: rows.map((node, index) => ({ node, cursor: cursors[index] ?? '' })),
    pageInfo: { hasNextPage, hasPreviousPage, startCursor: cursors[0] ?? null, endCursor: cursors.at(-1) ?? null },
  };
}
