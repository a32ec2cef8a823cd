import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { ThroughputPoint } from '../../schema';
import type { OperationContext } from '../context';
import { operationsScope } from '../rights';

const DEFAULT_MINUTES = 60;

@Resolver()
export class ThroughputResolver {
  @Query(() => [ThroughputPoint], { description: 'Operators see all, administrators their tenant; the newest last. At most 500 points.' })
  throughput(
    @Arg('minutes', () => Int, { nullable: true, defaultValue: DEFAULT_MINUTES }) minutes: number | null | undefined,
    @Ctx() context: OperationContext,
  ): Promise<ThroughputPoint[]> {
    return context.services.operations.throughput(operationsScope(context.caller, 'read the throughput'), minutes ?? DEFAULT_MINUTES);
  }
}
