import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { DeadLetterConnection, DeadLetterFilter } from '../../schema';
import type { OperationContext } from '../context';
import { asConnection, DEFAULT_FIRST, pageSize } from '../paging';
import { requireOperator } from '../rights';
import type { DeadLettersRoot } from './total-count';

@Resolver(() => DeadLetterConnection)
export class DeadLettersResolver {
  @Query(() => DeadLetterConnection, { description: 'For operators, newest first.' })
  async deadLetters(
    @Arg('filter', () => DeadLetterFilter, { nullable: true }) filter: DeadLetterFilter | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_FIRST }) first: number | null | undefined,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: OperationContext,
  ): Promise<DeadLettersRoot> {
    requireOperator(context.caller, 'read dead letters');
    const { deadLetters, pageLimit } = context.services;
    return { filter: filter ?? {}, ...asConnection(await deadLetters.page(filter ?? {}, pageSize(first, pageLimit), after ?? null)) };
  }
}
