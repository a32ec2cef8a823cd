import { Ctx, Query, Resolver } from 'type-graphql';
import { SourceType } from '../../schema';
import type { Source } from '../../services/ports/reference-data';
import type { OperationContext } from '../context';
import { contentTenant } from '../rights';

@Resolver(() => SourceType)
export class SourcesResolver {
  @Query(() => [SourceType])
  sources(@Ctx() context: OperationContext): Promise<Source[]> {
    return context.services.referenceData.sources(contentTenant(context.caller, 'sources'));
  }
}
