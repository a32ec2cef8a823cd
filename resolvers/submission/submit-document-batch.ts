import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { readScope } from '../../domain/caller';
import { DocumentRequestType, SubmissionType, SubmitDocumentBatchPayload, SubmitDocumentRequestInput } from '../../schema';
import type { RequestRow, SubmissionRow } from '../../services/reading';
import type { SubmitBatchResult } from '../../services/submission';
import type { OperationContext } from '../context';
import { requireSubmitter } from '../rights';
import { asSubmitInput } from './submit-input';

@Resolver(() => SubmitDocumentBatchPayload)
export class SubmitDocumentBatchResolver {
  @Mutation(() => SubmitDocumentBatchPayload, {
    description: 'Up to 10,000. The same idempotencyKey gives back the first submission: a lost answer does not make a second.',
  })
  async submitDocumentBatch(
    @Arg('requests', () => [SubmitDocumentRequestInput]) requests: SubmitDocumentRequestInput[],
    @Arg('idempotencyKey', () => String, { nullable: true }) idempotencyKey: string | null | undefined,
    @Ctx() context: OperationContext,
  ): Promise<SubmitBatchResult> {
    requireSubmitter(context.caller);
    context.refresh();
    // Read before anything is stored: whoever follows from the submission's `asOf` gets the whole timelines of its requests.
    await context.loaders.asOf();
    return context.services.submission.submitBatch(context.caller, requests.map(asSubmitInput), idempotencyKey ?? null, context.trace);
  }

  @FieldResolver(() => SubmissionType, { nullable: true })
  submission(@Root() payload: SubmitBatchResult, @Ctx() context: OperationContext): Promise<SubmissionRow | null> | null {
    if (payload.submissionId === null) return null;
    return context.services.reader.submission(readScope(context.caller), payload.submissionId);
  }

  @FieldResolver(() => [DocumentRequestType], {
    nullable: 'items',
    description: 'Same order as the input; null where that item was refused.',
  })
  documentRequests(@Root() payload: SubmitBatchResult, @Ctx() context: OperationContext): (Promise<RequestRow | null> | null)[] {
    return payload.requestIds.map((id) => (id === null ? null : context.loaders.request.load(id)));
  }
}
