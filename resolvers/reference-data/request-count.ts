import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { DocumentTypeType } from '../../schema';
import type { DocumentType } from '../../services/ports/reference-data';
import type { OperationContext } from '../context';

@Resolver(() => DocumentTypeType)
export class RequestCountResolver {
  @FieldResolver(() => Int, {
    description: "Of the caller's tenant, validated against exactly this version. A few seconds behind the newest requests.",
  })
  requestCount(@Root() { code, version }: DocumentType, @Ctx() context: OperationContext): Promise<number> {
    return context.loaders.requestCount.load({ code, version });
  }
}
