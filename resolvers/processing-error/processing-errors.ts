import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { ProcessingErrorConnection, ProcessingErrorFilter, ProcessingErrorOrder } from '../../schema';
import type { OperationContext } from '../context';
import { DEFAULT_FIRST, pageSize } from '../paging';
import { requestScope } from '../rights';
import { errorConnection, type ErrorConnectionRoot } from './connection';

@Resolver(() => ProcessingErrorConnection)
export class ProcessingErrorsResolver {
  @Query(() => ProcessingErrorConnection)
  async processingErrors(
    @Arg('filter', () => ProcessingErrorFilter, { nullable: true }) filter: ProcessingErrorFilter | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_FIRST }) first: number | null | undefined,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Arg('orderBy', () => ProcessingErrorOrder, { nullable: true, defaultValue: ProcessingErrorOrder.OCCURRED_DESC })
    orderBy: ProcessingErrorOrder | null | undefined,
    @Ctx() context: OperationContext,
  ): Promise<ErrorConnectionRoot> {
    const scope = requestScope(context.caller);
    const { errors, pageLimit } = context.services;
    const page = await errors.page(scope, filter ?? {}, orderBy ?? 'OCCURRED_DESC', pageSize(first, pageLimit), after ?? null);
    return errorConnection(page, () => errors.count(scope, filter ?? {}));
  }
}
