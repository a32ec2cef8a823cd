import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { DocumentRequestType, StatusEventType } from '../../schema';
import type { RequestRow } from '../../services/reading';
import type { OperationContext } from '../context';
import { asStatusEvent, type StatusEventRoot } from '../status-event/status-event-root';

@Resolver(() => DocumentRequestType)
export class TimelineResolver {
  @FieldResolver(() => [StatusEventType], { description: 'Every status this request has had, oldest first.' })
  async timeline(@Root() request: RequestRow, @Ctx() context: OperationContext): Promise<StatusEventRoot[]> {
    return (await context.loaders.timeline.load(request.id)).map(asStatusEvent);
  }
}
