import { Arg, Ctx, Int, Mutation, Resolver } from 'type-graphql';
import { DocumentTypeInput, SaveDocumentTypePayload } from '../../schema';
import type { OperationContext } from '../context';
import { requireAdministrator } from '../rights';
import { isString, notTextValues, refusalErrors, versionErrors } from './refusal';

@Resolver()
export class SaveDocumentTypeResolver {
  @Mutation(() => SaveDocumentTypePayload, {
    description:
      'Administrators. Writes through the Reference Data API. `expectedVersion` is that of the item being changed, 0 to create; another version in force is the user error VERSION_CONFLICT.',
  })
  async saveDocumentType(
    @Arg('input', () => DocumentTypeInput) input: DocumentTypeInput,
    @Arg('expectedVersion', () => Int) expectedVersion: number,
    @Ctx() context: OperationContext,
  ) {
    requireAdministrator(context.caller, 'save document types');
    const userErrors = [...versionErrors(expectedVersion), ...notTextValues(input.engineConfiguration, ['input', 'engineConfiguration'])];
    if (userErrors.length > 0) return { documentType: null, userErrors };
    const item = {
      ...input,
      engineConfiguration: Object.fromEntries(Object.entries(input.engineConfiguration).filter(isString)),
      allowedSources: input.allowedSources ?? [],
      partyFields: input.partyFields ?? [],
      active: input.active ?? true,
    };
    const result = await context.services.saves.documentType(context.caller, context.token, item, expectedVersion);
    if ('refused' in result) return { documentType: null, userErrors: refusalErrors(result.refused) };
    return { documentType: result.saved, userErrors: [] };
  }
}
