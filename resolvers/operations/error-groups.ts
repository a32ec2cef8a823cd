import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { ErrorGroup, ProcessingErrorFilter } from '../../schema';
import type { OperationContext } from '../context';
import { operationsScope } from '../rights';

@Resolver()
export class ErrorGroupsResolver {
  @Query(() => [ErrorGroup], {
    description:
      'Administrators their tenant, operators all; the largest group first. Without `recoveryStatuses` in the filter, what is open: PENDING, RETRYING and EXHAUSTED. May be a few seconds old.',
  })
  errorGroups(
    @Arg('filter', () => ProcessingErrorFilter, { nullable: true }) filter: ProcessingErrorFilter | null | undefined,
    @Ctx() context: OperationContext,
  ): Promise<ErrorGroup[]> {
    return context.services.operations.errorGroups(operationsScope(context.caller, 'read groups of errors'), filter ?? {});
  }
}
