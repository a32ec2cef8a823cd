import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { DocumentOutputType, DocumentRequestType } from '../../schema';
import type { RequestRow } from '../../services/reading';
import type { OperationContext } from '../context';
import { contentTenant } from '../rights';

@Resolver(() => DocumentRequestType)
export class OutputResolver {
  @FieldResolver(() => DocumentOutputType, {
    nullable: true,
    description: 'Where the finished document can be downloaded through the gateway, by whoever may read this request.',
  })
  async output(@Root() request: RequestRow, @Ctx() context: OperationContext): Promise<DocumentOutputType | null> {
    contentTenant(context.caller, 'finished documents');
    const output = await context.loaders.output.load(request.id);
    return output && { ...output, url: `${context.publicUrl}/documents/${request.id}` };
  }
}
