import { Field, ID, Int, ObjectType } from 'type-graphql';
import { RecoveryStatus, Stage } from './enums';
import { GraphQLDateTime } from './scalars';

/** `request` and `explanation` are in resolvers/processing-error/. */
@ObjectType('ProcessingError', { simpleResolvers: true })
export class ProcessingErrorType {
  @Field(() => ID)
  id!: string;

  @Field(() => Stage, { description: 'Where it failed.' })
  stage!: Stage;

  @Field(() => Stage, {
    description: 'Where a retry begins: MONITORING asks the engine again about the same document; PROCESSING makes a new one.',
  })
  retryStage!: Stage;

  @Field(() => String, {
    description:
      'Stable machine code such as ENGINE_UNAVAILABLE, ENGINE_REJECTED, ENGINE_TIMEOUT, REFERENCE_DATA_UNAVAILABLE, POISON_MESSAGE.',
  })
  code!: string;

  @Field(() => String)
  message!: string;

  @Field(() => Boolean)
  retriable!: boolean;

  @Field(() => Int)
  attempt!: number;

  @Field(() => RecoveryStatus)
  recoveryStatus!: RecoveryStatus;

  @Field(() => GraphQLDateTime, { nullable: true })
  nextAttemptAt!: Date | null;

  @Field(() => GraphQLDateTime)
  occurredAt!: Date;

  @Field(() => GraphQLDateTime, { nullable: true })
  resolvedAt!: Date | null;
}
