import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { DocumentRequestType } from '../../schema';
import type { RequestRow } from '../../services/reading';
import type { OperationContext } from '../context';
import { requestScope } from '../rights';

@Resolver(() => DocumentRequestType)
export class DocumentRequestResolver {
  @Query(() => DocumentRequestType, { nullable: true })
  documentRequest(@Arg('id', () => ID) id: string, @Ctx() context: OperationContext): Promise<RequestRow | null> {
    requestScope(context.caller);
    return context.loaders.request.load(id);
  }
}
