import { Arg, Ctx, Int, Mutation, Resolver } from 'type-graphql';
import { SaveSourcePayload, SourceInput } from '../../schema';
import type { OperationContext } from '../context';
import { requireAdministrator } from '../rights';
import { refusalErrors, versionErrors } from './refusal';

@Resolver()
export class SaveSourceResolver {
  @Mutation(() => SaveSourcePayload)
  async saveSource(
    @Arg('input', () => SourceInput) input: SourceInput,
    @Arg('expectedVersion', () => Int) expectedVersion: number,
    @Ctx() context: OperationContext,
  ) {
    requireAdministrator(context.caller, 'save sources');
    const userErrors = versionErrors(expectedVersion);
    if (userErrors.length > 0) return { source: null, userErrors };
    const result = await context.services.saves.source(
      context.caller,
      context.token,
      { ...input, active: input.active ?? true },
      expectedVersion,
    );
    if ('refused' in result) return { source: null, userErrors: refusalErrors(result.refused) };
    return { source: result.saved, userErrors: [] };
  }
}
