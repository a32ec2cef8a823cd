import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { DocumentRequestType, ProcessingErrorType } from '../../schema';
import type { ErrorRow, RequestRow } from '../../services/reading';
import type { OperationContext } from '../context';

@Resolver(() => ProcessingErrorType)
export class ErrorRequestResolver {
  @FieldResolver(() => DocumentRequestType)
  request(@Root() error: ErrorRow, @Ctx() context: OperationContext): Promise<RequestRow | null> {
    return context.loaders.request.load(error.requestId);
  }
}
