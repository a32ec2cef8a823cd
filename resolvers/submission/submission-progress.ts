import { Arg, Ctx, ID, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';
import { CodedError } from '../../domain/user-errors';
import { SubmissionType } from '../../schema';
import type { SubmissionRow } from '../../services/reading';
import type { OperationContext } from '../context';
import { requestScope } from '../rights';

function subscribe({ args, context }: SubscribeResolverData<unknown, { id: string }, OperationContext>): AsyncIterable<string> {
  return context.services.subscriptions.submissionProgress(requestScope(context.caller), args.id);
}

@Resolver(() => SubmissionType)
export class SubmissionProgressResolver {
  @Subscription(() => SubmissionType, {
    subscribe,
    description: "One submission's counts as they change; completes when all of it is final.",
  })
  async submissionProgress(
    @Root() submissionId: string,
    @Arg('id', () => ID) _id: string,
    @Ctx() context: OperationContext,
  ): Promise<SubmissionRow> {
    context.refresh();
    const submission = await context.services.shared.submission(requestScope(context.caller), submissionId);
    if (!submission) throw new CodedError('NOT_FOUND', 'this submission does not exist any more');
    return submission;
  }
}
