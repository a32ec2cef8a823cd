import { FieldResolver, Resolver, Root } from 'type-graphql';
import { explainError } from '../../domain/error-codes';
import { ErrorExplanation, ProcessingErrorType } from '../../schema';
import type { ErrorRow } from '../../services/reading';

@Resolver(() => ProcessingErrorType)
export class ExplanationResolver {
  @FieldResolver(() => ErrorExplanation)
  explanation(@Root() error: ErrorRow): ErrorExplanation {
    return explainError(error.code);
  }
}
