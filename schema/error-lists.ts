/** Lists of errors: filter, edges, connection. */
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { PageInfo } from './document-request-paging';
import { RecoveryStatus, RetriggerOutcome, Stage } from './enums';
import { ProcessingErrorType } from './processing-error';
import { GraphQLDateTime } from './scalars';

@InputType()
export class ProcessingErrorFilter {
  @Field(() => [ID], { nullable: true })
  ids?: string[] | null;

  @Field(() => [ID], { nullable: true })
  requestIds?: string[] | null;

  @Field(() => ID, { nullable: true })
  submissionId?: string | null;

  @Field(() => String, { nullable: true })
  documentType?: string | null;

  @Field(() => String, { nullable: true })
  source?: string | null;

  @Field(() => [Stage], { nullable: true })
  stages?: Stage[] | null;

  @Field(() => [RecoveryStatus], { nullable: true })
  recoveryStatuses?: RecoveryStatus[] | null;

  @Field(() => [String], { nullable: true })
  codes?: string[] | null;

  @Field(() => GraphQLDateTime, { nullable: true })
  occurredAfter?: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true })
  occurredBefore?: Date | null;
}

@ObjectType({ simpleResolvers: true })
export class ProcessingErrorEdge {
  @Field(() => String)
  cursor!: string;

  @Field(() => ProcessingErrorType)
  node!: ProcessingErrorType;

  @Field(() => RetriggerOutcome, {
    nullable: true,
    description: "In RetriggerRun.errors: what became of the error in that run; null while the run waits for it, or where the run stopped before it. Null in every other list.",
  })
  outcome?: RetriggerOutcome | null;
}

/** totalCount and totalCountExact are counted only when asked for: resolvers/processing-error/total-count.ts. */
@ObjectType({ simpleResolvers: true })
export class ProcessingErrorConnection {
  @Field(() => [ProcessingErrorEdge])
  edges!: ProcessingErrorEdge[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
