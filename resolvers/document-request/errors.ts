import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { DocumentRequestType, ProcessingErrorType } from '../../schema';
import type { ErrorRow, RequestRow } from '../../services/reading';
import type { OperationContext } from '../context';

@Resolver(() => DocumentRequestType)
export class ErrorsResolver {
  @FieldResolver(() => [ProcessingErrorType])
  errors(@Root() request: RequestRow, @Ctx() context: OperationContext): Promise<ErrorRow[]> {
    return context.loaders.errors.load(request.id);
  }
}
