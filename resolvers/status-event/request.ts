import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { DocumentRequestType, StatusEventType } from '../../schema';
import type { RequestRow } from '../../services/reading';
import type { OperationContext } from '../context';
import type { StatusEventRoot } from './status-event-root';

@Resolver(() => StatusEventType)
export class EventRequestResolver {
  @FieldResolver(() => DocumentRequestType)
  request(@Root() event: StatusEventRoot, @Ctx() context: OperationContext): Promise<RequestRow | null> {
    return context.loaders.request.load(event.requestId);
  }
}
