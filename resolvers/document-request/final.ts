import { FieldResolver, Resolver, Root } from 'type-graphql';
import { isFinal } from '../../domain/status-machine';
import { DocumentRequestType } from '../../schema';
import type { RequestRow } from '../../services/reading';

@Resolver(() => DocumentRequestType)
export class FinalResolver {
  @FieldResolver(() => Boolean, { description: 'True when status is COMPLETED, FAILED or CANCELLED.' })
  final(@Root() request: RequestRow): boolean {
    return isFinal(request.status);
  }
}
