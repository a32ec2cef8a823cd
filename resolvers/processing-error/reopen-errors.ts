import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { ReopenErrorsPayload, ProcessingErrorFilter, ProcessingErrorType } from '../../schema';
import type { DismissingResult } from '../../services/dismissing';
import type { ErrorRow } from '../../services/reading';
import type { OperationContext } from '../context';
import { requireAdministrator } from '../rights';

type PayloadRoot = DismissingResult & Pick<ReopenErrorsPayload, 'reopened'>;

@Resolver(() => ReopenErrorsPayload)
export class ReopenErrorsResolver {
  @Mutation(() => ReopenErrorsPayload, { description: 'Undoes a dismissal.' })
  async reopenErrors(
    @Arg('filter', () => ProcessingErrorFilter) filter: ProcessingErrorFilter,
    @Arg('note', () => String) note: string,
    @Ctx() context: OperationContext,
  ): Promise<PayloadRoot> {
    requireAdministrator(context.caller, 'reopen errors');
    context.refresh();
    const result = await context.services.control.reopen(context.caller, { filter, note });
    return { ...result, reopened: result.count };
  }

  @FieldResolver(() => [ProcessingErrorType])
  errors(@Root() { errorIds }: PayloadRoot, @Ctx() context: OperationContext): Promise<ErrorRow | null>[] {
    return errorIds.map((id) => context.loaders.error.load(id));
  }
}
