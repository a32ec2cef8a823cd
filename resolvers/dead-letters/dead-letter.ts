import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { DeadLetter } from '../../schema';
import type { OperationContext } from '../context';
import { requireOperator } from '../rights';

@Resolver()
export class DeadLetterResolver {
  @Query(() => DeadLetter, { nullable: true, description: 'For operators.' })
  deadLetter(@Arg('id', () => ID) id: string, @Ctx() context: OperationContext): Promise<DeadLetter | null> {
    requireOperator(context.caller, 'read dead letters');
    return context.services.deadLetters.byId(id);
  }
}
