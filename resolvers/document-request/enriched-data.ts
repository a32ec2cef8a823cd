import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { mayAdminister } from '../../domain/caller';
import type { JsonObject } from '../../domain/document';
import { DocumentRequestType, GraphQLJSONObject } from '../../schema';
import type { RequestRow } from '../../services/reading';
import type { OperationContext } from '../context';

@Resolver(() => DocumentRequestType)
export class EnrichedDataResolver {
  @FieldResolver(() => GraphQLJSONObject, {
    nullable: true,
    description:
      'Administrators: the data as the engine got it, with the parties that were looked up; null before enrichment or where the type names no party fields.',
  })
  async enrichedData(@Root() request: RequestRow, @Ctx() context: OperationContext): Promise<JsonObject | null> {
    return mayAdminister(context.caller) ? context.loaders.enrichedData.load(request.id) : null;
  }
}
