import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { DismissErrorsPayload, ProcessingErrorFilter, ProcessingErrorType } from '../../schema';
import type { DismissingResult } from '../../services/dismissing';
import type { ErrorRow } from '../../services/reading';
import type { OperationContext } from '../context';
import { requireAdministrator } from '../rights';

type PayloadRoot = DismissingResult & Pick<DismissErrorsPayload, 'dismissed'>;

@Resolver(() => DismissErrorsPayload)
export class DismissErrorsResolver {
  @Mutation(() => DismissErrorsPayload)
  async dismissErrors(
    @Arg('filter', () => ProcessingErrorFilter) filter: ProcessingErrorFilter,
    @Arg('note', () => String) note: string,
    @Ctx() context: OperationContext,
  ): Promise<PayloadRoot> {
    requireAdministrator(context.caller, 'dismiss errors');
    context.refresh();
    const result = await context.services.control.dismiss(context.caller, { filter, note });
    return { ...result, dismissed: result.count };
  }

  @FieldResolver(() => [ProcessingErrorType])
  errors(@Root() { errorIds }: PayloadRoot, @Ctx() context: OperationContext): Promise<ErrorRow | null>[] {
    return errorIds.map((id) => context.loaders.error.load(id));
  }
}
