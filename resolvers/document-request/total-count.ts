import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { DocumentRequestConnection, type DocumentRequestFilter } from '../../schema';
import type { OperationContext } from '../context';

/** A page together with what it was asked by, so that counting happens only where a count is asked for. */
export interface ConnectionRoot extends DocumentRequestConnection {
  readonly scope: string | null;
  readonly filter: DocumentRequestFilter;
}

type Counted = Promise<{ count: number; exact: boolean }>;

/** Both fields of one connection share one count. */
const counted = new WeakMap<ConnectionRoot, Counted>();

function count(connection: ConnectionRoot, context: OperationContext): Counted {
  const under = counted.get(connection) ?? context.services.reader.count(connection.scope, connection.filter);
  counted.set(connection, under);
  return under;
}

@Resolver(() => DocumentRequestConnection)
export class TotalCountResolver {
  @FieldResolver(() => Int)
  async totalCount(@Root() connection: ConnectionRoot, @Ctx() context: OperationContext): Promise<number> {
    return (await count(connection, context)).count;
  }

  @FieldResolver(() => Boolean)
  async totalCountExact(@Root() connection: ConnectionRoot, @Ctx() context: OperationContext): Promise<boolean> {
    return (await count(connection, context)).exact;
  }
}
