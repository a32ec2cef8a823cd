import { Ctx, Query, Resolver } from 'type-graphql';
import { SystemStatus } from '../../schema';
import type { OperationContext } from '../context';
import { requireOperator } from '../rights';

@Resolver()
export class SystemStatusResolver {
  @Query(() => SystemStatus, { description: "For operators: depth and age per stage, consumer lag, breaker state, recovery job's last run." })
  systemStatus(@Ctx() context: OperationContext): Promise<SystemStatus> {
    requireOperator(context.caller, 'read the state of the system');
    return context.services.systemStatus();
  }
}
