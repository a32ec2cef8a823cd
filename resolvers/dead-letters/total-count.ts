import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { DeadLetterConnection } from '../../schema';
import type { DeadLetterQuery } from '../../services/dead-letters';
import type { OperationContext } from '../context';

export type DeadLettersRoot = DeadLetterConnection & { readonly filter: DeadLetterQuery };

@Resolver(() => DeadLetterConnection)
export class DeadLetterTotalCountResolver {
  @FieldResolver(() => Int)
  totalCount(@Root() { filter }: DeadLettersRoot, @Ctx() context: OperationContext): Promise<number> {
    return context.services.deadLetters.count(filter);
  }
}
