import { Arg, Ctx, ID, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';
import { RetriggerRunType } from '../../schema';
import type { RunRow } from '../../services/retriggering';
import type { OperationContext } from '../context';
import { operationsScope } from '../rights';

function subscribe({ args, context }: SubscribeResolverData<unknown, { id: string }, OperationContext>): AsyncIterable<RunRow> {
  return context.services.control.followRun(operationsScope(context.caller, 'follow retrigger runs'), args.id);
}

@Resolver(() => RetriggerRunType)
export class RetriggerRunProgressResolver {
  @Subscription(() => RetriggerRunType, {
    subscribe,
    description: 'Administrators: one bulk retrigger as it goes; completes when it is DONE or STOPPED.',
  })
  retriggerRunProgress(@Root() run: RunRow, @Arg('id', () => ID) _id: string, @Ctx() context: OperationContext): RunRow {
    context.refresh();
    return run;
  }
}
