import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { readScope } from '../../domain/caller';
import { GraphQLCursor, StatusEventType } from '../../schema';
import type { OperationContext } from '../context';
import type { StatusEventRoot } from './status-event-root';

@Resolver(() => StatusEventType)
export class CursorResolver {
  @FieldResolver(() => GraphQLCursor, { description: "Sealed: it says nothing about other tenants' traffic." })
  cursor(@Root() event: StatusEventRoot, @Ctx() context: OperationContext): string {
    return context.services.cursors.sealEvent(readScope(context.caller), event.feedId, event);
  }
}
