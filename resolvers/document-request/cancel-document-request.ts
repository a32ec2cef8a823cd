import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { CancelDocumentRequestPayload } from '../../schema';
import type { OperationContext } from '../context';

@Resolver()
export class CancelDocumentRequestResolver {
  @Mutation(() => CancelDocumentRequestPayload)
  async cancelDocumentRequest(
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String, { nullable: true }) reason: string | null | undefined,
    @Ctx() context: OperationContext,
  ) {
    context.refresh();
    const { requestId, userErrors } = await context.services.cancel(context.caller, id, reason ?? null);
    return { documentRequest: requestId === null ? null : await context.loaders.request.load(requestId), userErrors };
  }
}
