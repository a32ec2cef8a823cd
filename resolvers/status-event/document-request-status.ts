import { Arg, Ctx, ID, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';
import type { FeedEvent } from '../../feed/feed-event';
import { GraphQLCursor, StatusEventType } from '../../schema';
import type { OperationContext } from '../context';
import { requestScope } from '../rights';
import { asStatusEvent, type StatusEventRoot } from './status-event-root';

type Data = SubscribeResolverData<unknown, { id: string; after?: string | null }, OperationContext>;

function subscribe({ args, context }: Data): AsyncIterable<FeedEvent> {
  const scope = requestScope(context.caller);
  const { cursors, subscriptions } = context.services;
  return subscriptions.documentRequestStatus(scope, args.id, args.after ? cursors.open(scope, args.after) : null);
}

@Resolver(() => StatusEventType)
export class DocumentRequestStatusResolver {
  @Subscription(() => StatusEventType, {
    subscribe,
    description: 'One request: with no `after`, its whole timeline so far and then live; completes after a final status.',
  })
  documentRequestStatus(
    @Root() event: FeedEvent,
    @Arg('id', () => ID) _id: string,
    @Arg('after', () => GraphQLCursor, { nullable: true }) _after: string | null | undefined,
    @Ctx() context: OperationContext,
  ): StatusEventRoot {
    context.refresh();
    return asStatusEvent(event);
  }
}
