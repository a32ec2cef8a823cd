import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { SubmissionType } from '../../schema';
import type { SubmissionRow } from '../../services/reading';
import type { OperationContext } from '../context';
import { requestScope } from '../rights';

@Resolver(() => SubmissionType)
export class SubmissionResolver {
  @Query(() => SubmissionType, { nullable: true })
  submission(@Arg('id', () => ID) id: string, @Ctx() context: OperationContext): Promise<SubmissionRow | null> {
    return context.services.reader.submission(requestScope(context.caller), id);
  }
}
