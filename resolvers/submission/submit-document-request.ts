import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { DocumentRequestType, SubmitDocumentRequestInput, SubmitDocumentRequestPayload } from '../../schema';
import type { RequestRow } from '../../services/reading';
import type { SubmitOneResult } from '../../services/submission';
import type { OperationContext } from '../context';
import { requireSubmitter } from '../rights';
import { asSubmitInput } from './submit-input';

@Resolver(() => SubmitDocumentRequestPayload)
export class SubmitDocumentRequestResolver {
  @Mutation(() => SubmitDocumentRequestPayload)
  submitDocumentRequest(
    @Arg('input', () => SubmitDocumentRequestInput) input: SubmitDocumentRequestInput,
    @Ctx() context: OperationContext,
  ): Promise<SubmitOneResult> {
    requireSubmitter(context.caller);
    context.refresh();
    return context.services.submission.submitOne(context.caller, asSubmitInput(input), context.trace);
  }

  @FieldResolver(() => DocumentRequestType, { nullable: true })
  documentRequest(@Root() payload: SubmitOneResult, @Ctx() context: OperationContext): Promise<RequestRow | null> | null {
    return payload.requestId === null ? null : context.loaders.request.load(payload.requestId);
  }
}
