/** Bulk retriggers, and what the mutations of manual control are answered with. `errors` and `run` of them are in resolvers/. */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { PageInfo } from './document-request-paging';
import { RetriggerRunState } from './enums';
import { GraphQLDateTime } from './scalars';
import { UserErrorType } from './user-error';

@ObjectType('RetriggerRun', { simpleResolvers: true, description: 'One bulk retrigger: its selection was frozen when it began.' })
export class RetriggerRunType {
  @Field(() => ID)
  id!: string;

  @Field(() => RetriggerRunState)
  state!: RetriggerRunState;

  @Field(() => Int)
  selected!: number;

  @Field(() => Int)
  released!: number;

  @Field(() => Int)
  recovered!: number;

  @Field(() => Int)
  failedAgain!: number;

  @Field(() => Int, { description: 'Dismissed, cancelled, or taken up elsewhere. recovered + failedAgain + skipped = selected when DONE.' })
  skipped!: number;

  @Field(() => String, { nullable: true })
  note!: string | null;

  @Field(() => String)
  startedBy!: string;

  @Field(() => GraphQLDateTime)
  startedAt!: Date;

  @Field(() => GraphQLDateTime, { nullable: true })
  finishedAt!: Date | null;
}

@ObjectType({ simpleResolvers: true })
export class RetriggerRunEdge {
  @Field(() => String)
  cursor!: string;

  @Field(() => RetriggerRunType)
  node!: RetriggerRunType;
}

@ObjectType({ simpleResolvers: true })
export class RetriggerRunConnection {
  @Field(() => [RetriggerRunEdge])
  edges!: RetriggerRunEdge[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ simpleResolvers: true })
export class RetriggerRunPayload {
  @Field(() => RetriggerRunType, { nullable: true })
  run!: RetriggerRunType | null;

  @Field(() => [UserErrorType])
  userErrors!: UserErrorType[];
}

@ObjectType({
  simpleResolvers: true,
  description:
    '`retriggered` is how many were selected (with dryRun: would be); `errors` holds the first 100 of them, `run` all.',
})
export class RetriggerErrorsPayload {
  @Field(() => Int)
  retriggered!: number;

  @Field(() => [UserErrorType])
  userErrors!: UserErrorType[];
}

@ObjectType({ simpleResolvers: true })
export class DismissErrorsPayload {
  @Field(() => Int)
  dismissed!: number;

  @Field(() => [UserErrorType])
  userErrors!: UserErrorType[];
}

@ObjectType({ simpleResolvers: true })
export class ReopenErrorsPayload {
  @Field(() => Int)
  reopened!: number;

  @Field(() => [UserErrorType])
  userErrors!: UserErrorType[];
}
