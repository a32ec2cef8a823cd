import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { RetriggerRunConnection } from '../../schema';
import type { OperationContext } from '../context';
import { asConnection, pageSize } from '../paging';
import { operationsScope } from '../rights';

const DEFAULT_FIRST = 20;

@Resolver()
export class RetriggerRunsResolver {
  @Query(() => RetriggerRunConnection, { description: 'Administrators those of their tenant, operators all; the newest first.' })
  async retriggerRuns(
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_FIRST }) first: number | null | undefined,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: OperationContext,
  ): Promise<RetriggerRunConnection> {
    const { control, pageLimit } = context.services;
    const scope = operationsScope(context.caller, 'list retrigger runs');
    return asConnection(await control.runs(scope, pageSize(first ?? DEFAULT_FIRST, pageLimit), after ?? null));
  }
}
