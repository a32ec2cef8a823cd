import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { DocumentTypeType } from '../../schema';
import type { DocumentType } from '../../services/ports/reference-data';
import type { OperationContext } from '../context';
import { contentTenant } from '../rights';

@Resolver(() => DocumentTypeType)
export class DocumentTypeResolver {
  @Query(() => DocumentTypeType, {
    nullable: true,
    description: 'One version of a document type; without `version` the one in force.',
  })
  documentType(
    @Arg('code', () => String) code: string,
    @Arg('version', () => Int, { nullable: true }) version: number | null | undefined,
    @Ctx() context: OperationContext,
  ): Promise<DocumentType | null> {
    const tenant = contentTenant(context.caller, 'document types');
    const { referenceData } = context.services;
    return version == null ? referenceData.documentType(tenant, code) : referenceData.documentTypeVersion(tenant, code, version);
  }
}
