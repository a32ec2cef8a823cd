import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { DocumentRequestType, EngineBatchType } from '../../schema';
import type { BatchRow, RequestRow } from '../../services/reading';
import type { OperationContext } from '../context';

@Resolver(() => DocumentRequestType)
export class EngineBatchResolver {
  @FieldResolver(() => EngineBatchType, { nullable: true, description: 'Null until GENERATING.' })
  engineBatch(@Root() request: RequestRow, @Ctx() context: OperationContext): Promise<BatchRow | null> | null {
    return request.engineBatchId === null ? null : context.loaders.batch.load(request.engineBatchId);
  }
}
