import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { EventRecord, StatusEventType } from '../../schema';
import type { OperationContext } from '../context';
import { seesOperations } from '../rights';
import type { StatusEventRoot } from './status-event-root';

@Resolver(() => StatusEventType)
export class RecordsResolver {
  @FieldResolver(() => [EventRecord], {
    description:
      'Operators and administrators: where this event, and the work event written with it, stand on the topics; empty until published.',
  })
  async records(@Root() event: StatusEventRoot, @Ctx() context: OperationContext): Promise<EventRecord[]> {
    return seesOperations(context.caller) ? context.loaders.records.load(event) : [];
  }
}
