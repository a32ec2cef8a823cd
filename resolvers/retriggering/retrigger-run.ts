import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { RetriggerRunType } from '../../schema';
import type { RunRow } from '../../services/retriggering';
import type { OperationContext } from '../context';
import { requestScope } from '../rights';

@Resolver(() => RetriggerRunType)
export class RetriggerRunResolver {
  @Query(() => RetriggerRunType, { nullable: true })
  retriggerRun(@Arg('id', () => ID) id: string, @Ctx() context: OperationContext): Promise<RunRow | null> {
    return context.services.control.run(requestScope(context.caller), id);
  }
}
