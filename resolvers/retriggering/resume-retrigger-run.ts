import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { RetriggerRunPayload } from '../../schema';
import type { OperationContext } from '../context';
import { requireAdministrator } from '../rights';

@Resolver()
export class ResumeRetriggerRunResolver {
  @Mutation(() => RetriggerRunPayload, { description: 'Goes on with a stopped run in spite of its canaries.' })
  async resumeRetriggerRun(@Arg('id', () => ID) id: string, @Ctx() context: OperationContext) {
    requireAdministrator(context.caller, 'resume retrigger runs');
    const { control } = context.services;
    const { userErrors } = await control.resumeRun(context.caller, id);
    return { run: await control.run(context.caller.tenant, id), userErrors };
  }
}
