/** The state of the whole, for operators. */
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Stage } from './enums';
import { GraphQLDateTime } from './scalars';
import { StatusCounts } from './submission';

@ObjectType({ simpleResolvers: true })
export class StageStatus {
  @Field(() => Stage)
  stage!: Stage;

  @Field(() => Int)
  consumerLag!: number;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When consumerLag was read. Older than a few seconds: Kafka does not answer; null: it has not since this gateway started.',
  })
  consumerLagAt!: Date | null;

  @Field(() => Int)
  inFlight!: number;

  @Field(() => Float)
  oldestAgeSeconds!: number;

  @Field(() => Boolean)
  paused!: boolean;

  @Field(() => String, { description: 'Of the worst of its breakers: closed, half-open or open; unknown where no process of the stage tells.' })
  breaker!: string;
}

@ObjectType({ simpleResolvers: true })
export class RecoveryRun {
  @Field(() => GraphQLDateTime)
  startedAt!: Date;

  @Field(() => GraphQLDateTime, { nullable: true })
  finishedAt!: Date | null;

  @Field(() => Int)
  claimed!: number;

  @Field(() => Int)
  published!: number;

  @Field(() => Int)
  exhausted!: number;
}

@ObjectType({ simpleResolvers: true })
export class SystemStatus {
  @Field(() => [StageStatus])
  stages!: StageStatus[];

  @Field(() => StatusCounts)
  counts!: StatusCounts;

  @Field(() => Int)
  openErrors!: number;

  @Field(() => Int)
  outboxPending!: number;

  @Field(() => RecoveryRun, { nullable: true })
  lastRecoveryRun!: RecoveryRun | null;
}
