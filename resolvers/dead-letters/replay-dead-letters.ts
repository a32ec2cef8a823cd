import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { ReplayDeadLettersPayload } from '../../schema';
import type { OperationContext } from '../context';
import { requireOperator } from '../rights';

@Resolver()
export class ReplayDeadLettersResolver {
  @Mutation(() => ReplayDeadLettersPayload, { description: 'Operators. Puts the original bytes and headers back on the topic they came from.' })
  replayDeadLetters(
    @Arg('ids', () => [ID]) ids: string[],
    @Arg('note', () => String, { nullable: true }) note: string | null | undefined,
    @Ctx() context: OperationContext,
  ): Promise<ReplayDeadLettersPayload> {
    requireOperator(context.caller, 'replay dead letters');
    return context.services.deadLetters.replay(context.caller, ids, note ?? null);
  }
}
