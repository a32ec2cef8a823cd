import { FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { ProcessingErrorConnection } from '../../schema';
import type { ErrorConnectionRoot } from './connection';

@Resolver(() => ProcessingErrorConnection)
export class ErrorTotalCountResolver {
  @FieldResolver(() => Int)
  async totalCount(@Root() connection: ErrorConnectionRoot): Promise<number> {
    return (await connection.counted()).count;
  }

  @FieldResolver(() => Boolean)
  async totalCountExact(@Root() connection: ErrorConnectionRoot): Promise<boolean> {
    return (await connection.counted()).exact;
  }
}
