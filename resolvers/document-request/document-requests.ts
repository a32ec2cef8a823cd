import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { DocumentRequestConnection, DocumentRequestFilter, DocumentRequestOrder } from '../../schema';
import type { OperationContext } from '../context';
import { asConnection, DEFAULT_FIRST, pageSize } from '../paging';
import { requestScope } from '../rights';
import type { ConnectionRoot } from './total-count';

@Resolver(() => DocumentRequestConnection)
export class DocumentRequestsResolver {
  @Query(() => DocumentRequestConnection)
  async documentRequests(
    @Arg('filter', () => DocumentRequestFilter, { nullable: true }) filter: DocumentRequestFilter | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_FIRST }) first: number | null | undefined,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Arg('orderBy', () => DocumentRequestOrder, { nullable: true, defaultValue: DocumentRequestOrder.CREATED_DESC })
    orderBy: DocumentRequestOrder | null | undefined,
    @Ctx() context: OperationContext,
  ): Promise<ConnectionRoot> {
    const scope = requestScope(context.caller);
    const { reader, cursors, pageLimit } = context.services;
    const size = pageSize(first, pageLimit);
    const page = await reader.page(scope, filter ?? {}, orderBy ?? 'CREATED_DESC', size, after ?? null);
    for (const row of page.rows) context.loaders.request.prime(row.id, row);
    return {
      scope,
      filter: filter ?? {},
      ...asConnection(page),
      asOf: cursors.sealAsOf(scope, page.asOf.feedId, page.asOf.position),
    };
  }
}
