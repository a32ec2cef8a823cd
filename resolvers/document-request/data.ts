import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { JsonObject } from '../../domain/document';
import { DocumentRequestType, GraphQLJSONObject } from '../../schema';
import type { RequestRow } from '../../services/reading';
import type { OperationContext } from '../context';
import { contentTenant } from '../rights';

@Resolver(() => DocumentRequestType)
export class DataResolver {
  @FieldResolver(() => GraphQLJSONObject)
  data(@Root() request: RequestRow, @Ctx() context: OperationContext): Promise<JsonObject | null> {
    contentTenant(context.caller, 'the data of requests');
    return context.loaders.data.load(request.id);
  }
}
