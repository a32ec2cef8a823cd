import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';
import { ProcessingErrorFilter, ProcessingErrorType, RetriggerErrorsPayload, RetriggerRunType } from '../../schema';
import type { ErrorRow } from '../../services/reading';
import type { RetriggerResult, RunRow } from '../../services/retriggering';
import type { OperationContext } from '../context';
import { requireAdministrator } from '../rights';

@Resolver(() => RetriggerErrorsPayload)
export class RetriggerErrorsResolver {
  @Mutation(() => RetriggerErrorsPayload, {
    description:
      "Administrators. Publishes a retry event for each matching PENDING, EXHAUSTED or DISMISSED error, at the rate that first-time work is allowed; its stage's consumer takes it up again. With `canary: N` first N of them: if all recover, the rest is released, else the run stops.",
  })
  retriggerErrors(
    @Arg('filter', () => ProcessingErrorFilter) filter: ProcessingErrorFilter,
    @Arg('note', () => String, { nullable: true }) note: string | null | undefined,
    @Arg('dryRun', () => Boolean, { nullable: true, defaultValue: false }) dryRun: boolean | null | undefined,
    @Arg('canary', () => Int, { nullable: true, defaultValue: 0 }) canary: number | null | undefined,
    @Ctx() context: OperationContext,
  ): Promise<RetriggerResult> {
    requireAdministrator(context.caller, 'retrigger errors');
    context.refresh();
    return context.services.control.retrigger(context.caller, { filter, note: note ?? null, dryRun: dryRun ?? false, canary: canary ?? 0 });
  }

  @FieldResolver(() => RetriggerRunType, { nullable: true })
  run(@Root() { runId }: RetriggerResult, @Ctx() context: OperationContext): Promise<RunRow | null> | null {
    return runId === null ? null : context.services.control.run(context.caller.tenant, runId);
  }

  @FieldResolver(() => [ProcessingErrorType])
  errors(@Root() { errorIds }: RetriggerResult, @Ctx() context: OperationContext): Promise<ErrorRow | null>[] {
    return errorIds.map((id) => context.loaders.error.load(id));
  }
}
