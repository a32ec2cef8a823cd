import { Ctx, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';
import { SystemStatus } from '../../schema';
import type { SystemStatusRow } from '../../services/operations';
import type { OperationContext } from '../context';
import { requireOperator } from '../rights';

function subscribe({ context }: SubscribeResolverData<unknown, unknown, OperationContext>): AsyncIterable<SystemStatusRow> {
  requireOperator(context.caller, 'follow the state of the system');
  return context.services.operations.followStatus();
}

@Resolver()
export class SystemStatusChangedResolver {
  @Subscription(() => SystemStatus, {
    subscribe,
    description: 'For operators: the state at once, then each time it has changed, at most once a second.',
  })
  systemStatusChanged(@Root() status: SystemStatusRow, @Ctx() context: OperationContext): SystemStatusRow {
    context.refresh();
    return status;
  }
}
