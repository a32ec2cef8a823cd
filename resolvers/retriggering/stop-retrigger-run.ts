import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { RetriggerRunPayload } from '../../schema';
import type { OperationContext } from '../context';
import { requireAdministrator } from '../rights';

@Resolver()
export class StopRetriggerRunResolver {
  @Mutation(() => RetriggerRunPayload, { description: 'In a state where it has nothing to stop (or resume): BAD_USER_INPUT that names the state.' })
  async stopRetriggerRun(@Arg('id', () => ID) id: string, @Ctx() context: OperationContext) {
    requireAdministrator(context.caller, 'stop retrigger runs');
    const { control } = context.services;
    const { userErrors } = await control.stopRun(context.caller, id);
    return { run: await control.run(context.caller.tenant, id), userErrors };
  }
}
