import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { readScope } from '../../domain/caller';
import { ProcessingErrorConnection, RetriggerRunType } from '../../schema';
import type { RunRow } from '../../services/retriggering';
import type { OperationContext } from '../context';
import { DEFAULT_FIRST, pageSize } from '../paging';
import { errorConnection, type ErrorConnectionRoot } from '../processing-error/connection';

@Resolver(() => RetriggerRunType)
export class RunErrorsResolver {
  @FieldResolver(() => ProcessingErrorConnection)
  async errors(
    @Root() run: RunRow,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_FIRST }) first: number | null | undefined,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: OperationContext,
  ): Promise<ErrorConnectionRoot> {
    const { control, pageLimit } = context.services;
    const page = await control.runErrors(readScope(context.caller), run.id, pageSize(first, pageLimit), after ?? null);
    const connection = errorConnection(page, () => Promise.resolve({ count: run.selected, exact: true }));
    return { ...connection, edges: connection.edges.map((edge, index) => ({ ...edge, outcome: page.outcomes[index] ?? null })) };
  }
}
