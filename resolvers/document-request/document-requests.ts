import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { CodedError } from '../../domain/user-errors';
import { DocumentRequestConnection, DocumentRequestFilter } from '../../schema';
import type { OperationContext } from '../context';
import { requestScope } from '../rights';
import type { ConnectionRoot } from './total-count';

const DEFAULT_FIRST = 50;

/** Checks `first`: below 1 is BAD_USER_INPUT, beyond the limit TOO_LARGE. */
function pageSize(first: number | null | undefined, limit: number): number {
  const size = first ?? Math.min(DEFAULT_FIRST, limit);
  if (size < 1) throw new CodedError('BAD_USER_INPUT', `first is ${size}: ask for at least 1`);
  if (size > limit) throw new CodedError('TOO_LARGE', `first is ${size}: ask for at most ${limit} and go on with after`);
  return size;
}

@Resolver(() => DocumentRequestConnection)
export class DocumentRequestsResolver {
  @Query(() => DocumentRequestConnection)
  async documentRequests(
    @Arg('filter', () => DocumentRequestFilter, { nullable: true }) filter: DocumentRequestFilter | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_FIRST }) first: number | null | undefined,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: OperationContext,
  ): Promise<ConnectionRoot> {
    const scope = requestScope(context.caller);
    const { reader, cursors, pageLimit } = context.services;
    const size = pageSize(first, pageLimit);
    const page = await reader.page(scope, filter ?? {}, size, after ?? null);
    for (const row of page.rows) context.loaders.request.prime(row.id, row);
    return {
      scope,
      filter: filter ?? {},
      edges: page.rows.map((node, index) => ({ node, cursor: page.cursors[index] ?? '' })),
      pageInfo: {
        hasNextPage: page.hasNextPage,
        hasPreviousPage: page.hasPreviousPage,
        startCursor: page.cursors[0] ?? null,
        endCursor: page.cursors.at(-1) ?? null,
      },
      asOf: cursors.sealAsOf(scope, page.asOf.feedId, page.asOf.position),
    };
  }
}
