/** Submissions and what a submission is answered with. */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { GraphQLDateTime } from './scalars';
import { UserErrorType } from './user-error';

@ObjectType({ simpleResolvers: true })
export class StatusCounts {
  @Field(() => Int)
  accepted!: number;

  @Field(() => Int)
  processing!: number;

  @Field(() => Int)
  generating!: number;

  @Field(() => Int)
  retryScheduled!: number;

  @Field(() => Int)
  completed!: number;

  @Field(() => Int)
  failed!: number;

  @Field(() => Int)
  cancelled!: number;
}

/** counts, final and asOf are in resolvers/submission/. */
@ObjectType('Submission', {
  simpleResolvers: true,
  description:
    '`total` counts the requests that this call made; the counts always add up to it. `asOf`: subscribe with it as `after` and nothing between is missed.',
})
export class SubmissionType {
  @Field(() => ID)
  id!: string;

  @Field(() => Int)
  total!: number;

  @Field(() => GraphQLDateTime)
  createdAt!: Date;
}

/** documentRequest is in resolvers/submission/. */
@ObjectType({ simpleResolvers: true })
export class SubmitDocumentRequestPayload {
  @Field(() => [UserErrorType])
  userErrors!: UserErrorType[];
}

/** submission and documentRequests are in resolvers/submission/. */
@ObjectType({ simpleResolvers: true })
export class SubmitDocumentBatchPayload {
  @Field(() => [UserErrorType], { description: 'field starts with ["requests", index].' })
  userErrors!: UserErrorType[];
}
