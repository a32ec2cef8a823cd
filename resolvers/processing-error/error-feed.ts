import { Arg, Ctx, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';
import { ProcessingErrorFilter, ProcessingErrorType } from '../../schema';
import type { FeedError } from '../../services/operations';
import type { OperationContext } from '../context';
import { operationsScope } from '../rights';

type Data = SubscribeResolverData<unknown, { filter?: ProcessingErrorFilter | null }, OperationContext>;

function subscribe({ args, context }: Data): AsyncIterable<FeedError> {
  return context.services.control.followErrors(operationsScope(context.caller, 'follow errors'), args.filter ?? {});
}

@Resolver(() => ProcessingErrorType)
export class ErrorFeedResolver {
  @Subscription(() => ProcessingErrorType, {
    subscribe,
    description: 'Administrators: errors as they are recorded and as their recovery status changes.',
  })
  errorFeed(
    @Root() error: FeedError,
    @Arg('filter', () => ProcessingErrorFilter, {
      nullable: true,
      description: 'The feed is live only: whoever comes back, and whoever was closed with 4413 for not keeping up, lists again.',
    })
    _filter: ProcessingErrorFilter | null | undefined,
    @Ctx() context: OperationContext,
  ): FeedError {
    context.refresh();
    return error;
  }
}
