import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { DocumentTypeType } from '../../schema';
import type { DocumentType } from '../../services/ports/reference-data';
import type { OperationContext } from '../context';
import { contentTenant } from '../rights';

@Resolver(() => DocumentTypeType)
export class DocumentTypesResolver {
  @Query(() => [DocumentTypeType], {
    description: 'From the Reference Data API: what may be asked for, and the JSON Schema its data must meet.',
  })
  documentTypes(
    @Arg('includeInactive', () => Boolean, { nullable: true, defaultValue: false }) includeInactive: boolean | null | undefined,
    @Ctx() context: OperationContext,
  ): Promise<DocumentType[]> {
    const tenant = contentTenant(context.caller, 'document types');
    return context.services.referenceData.documentTypes(tenant, includeInactive ?? false);
  }
}
