import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { readScope } from '../../domain/caller';
import { GraphQLCursor, StatusCounts, SubmissionType } from '../../schema';
import type { StatusCountsRow, SubmissionRow } from '../../services/reading';
import type { OperationContext } from '../context';

@Resolver(() => SubmissionType)
export class SubmissionFieldsResolver {
  @FieldResolver(() => StatusCounts)
  counts(@Root() submission: SubmissionRow, @Ctx() context: OperationContext): Promise<StatusCountsRow> {
    return context.loaders.counts.load(submission.id);
  }

  @FieldResolver(() => Boolean)
  async final(@Root() submission: SubmissionRow, @Ctx() context: OperationContext): Promise<boolean> {
    const { completed, failed, cancelled } = await context.loaders.counts.load(submission.id);
    return completed + failed + cancelled === submission.total;
  }

  @FieldResolver(() => GraphQLCursor)
  async asOf(@Ctx() context: OperationContext): Promise<string> {
    const { feedId, position } = await context.loaders.asOf();
    return context.services.cursors.sealAsOf(readScope(context.caller), feedId, position);
  }
}
