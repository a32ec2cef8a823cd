import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { DocumentRequestType } from '../../schema';
import type { RequestRow } from '../../services/reading';
import type { OperationContext } from '../context';

@Resolver(() => DocumentRequestType)
export class TraceUrlResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: "The request's trace in the tracing backend, where TRACE_URL_TEMPLATE is configured.",
  })
  traceUrl(@Root() request: RequestRow, @Ctx() context: OperationContext): string | null {
    return context.services.traceUrl(request.traceId);
  }
}
