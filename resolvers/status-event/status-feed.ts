import { Arg, Ctx, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';
import type { FeedEvent } from '../../feed/feed-event';
import { DocumentRequestFilter, GraphQLCursor, StatusEventType } from '../../schema';
import type { OperationContext } from '../context';
import { requestScope } from '../rights';
import { asStatusEvent, type StatusEventRoot } from './status-event-root';

type Data = SubscribeResolverData<unknown, { filter?: DocumentRequestFilter | null; after?: string | null }, OperationContext>;

function subscribe({ args, context }: Data): AsyncIterable<FeedEvent> {
  const scope = requestScope(context.caller);
  const { cursors, subscriptions } = context.services;
  return subscriptions.statusFeed(scope, args.filter ?? {}, args.after ? cursors.open(scope, args.after) : null);
}

@Resolver(() => StatusEventType)
export class StatusFeedResolver {
  @Subscription(() => StatusEventType, { subscribe, description: 'Everything the caller may see, live, or from `after`.' })
  statusFeed(
    @Root() event: FeedEvent,
    @Arg('filter', () => DocumentRequestFilter, { nullable: true }) _filter: DocumentRequestFilter | null | undefined,
    @Arg('after', () => GraphQLCursor, { nullable: true }) _after: string | null | undefined,
    @Ctx() context: OperationContext,
  ): StatusEventRoot {
    context.refresh();
    return asStatusEvent(event);
  }
}
