/** The state of the whole, for operators. */
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Stage } from './enums';
import { ErrorGroup } from './error-groups';
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

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When the recovery job runs next; null where Redis does not say.' })
  nextRecoveryRunAt!: Date | null;

  @Field(() => [ErrorGroup], { description: 'Open errors of all tenants.' })
  errorGroups!: ErrorGroup[];

  @Field(() => Int, { description: 'Those that were not replayed, up to 100,000.' })
  deadLetters!: number;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'What happened in one interval; latencies from acceptance to COMPLETED, in ms, null where nothing was completed. Percentiles are upper bounds of histogram buckets.',
})
export class ThroughputPoint {
  @Field(() => GraphQLDateTime)
  at!: Date;

  @Field(() => Int)
  seconds!: number;

  @Field(() => Int)
  accepted!: number;

  @Field(() => Int)
  completed!: number;

  @Field(() => Int)
  failed!: number;

  @Field(() => Int, { description: 'Retries that began, by recovery or by hand.' })
  retried!: number;

  @Field(() => Int)
  cancelled!: number;

  @Field(() => Float, { nullable: true })
  p50Ms!: number | null;

  @Field(() => Float, { nullable: true })
  p95Ms!: number | null;

  @Field(() => Float, { nullable: true })
  p99Ms!: number | null;
}
