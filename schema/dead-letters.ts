/** Dead letters: what could not be read, for operators. */
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { PageInfo } from './document-request-paging';
import { GraphQLDateTime, GraphQLJSONObject } from './scalars';
import { UserErrorType } from './user-error';

@ObjectType({ simpleResolvers: true, description: 'A record that could not be read, or that broke a rule.' })
export class DeadLetter {
  @Field(() => ID)
  id!: string;

  @Field(() => GraphQLDateTime)
  at!: Date;

  @Field(() => String, { description: 'Where it was read, and where it stands now.' })
  topic!: string;

  @Field(() => Int)
  partition!: number;

  @Field(() => String)
  offset!: string;

  @Field(() => String)
  reason!: string;

  @Field(() => String, { nullable: true })
  key!: string | null;

  @Field(() => GraphQLJSONObject)
  headers!: Record<string, unknown>;

  @Field(() => Int)
  sizeBytes!: number;

  @Field(() => String, {
    nullable: true,
    description: 'The first 8 KiB as UTF-8 where it is text, else null. Operators only see it where no `data` can be in it: events carry none.',
  })
  text!: string | null;

  @Field(() => String, { description: 'The first 8 KiB, base64.' })
  base64!: string;

  @Field(() => ID, { nullable: true })
  requestId!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true })
  replayedAt!: Date | null;

  @Field(() => String, { nullable: true })
  replayedBy!: string | null;
}

@ObjectType({ simpleResolvers: true })
export class DeadLetterEdge {
  @Field(() => String)
  cursor!: string;

  @Field(() => DeadLetter)
  node!: DeadLetter;
}

/** totalCount is counted only when asked for: resolvers/dead-letters/total-count.ts. */
@ObjectType({ simpleResolvers: true, description: 'Newest first. totalCount counts up to 100,000.' })
export class DeadLetterConnection {
  @Field(() => [DeadLetterEdge])
  edges!: DeadLetterEdge[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType({ description: '`search` is the id of a request, a whole key, or a part of the reason, among the newest 10,000 that the rest of the filter leaves.' })
export class DeadLetterFilter {
  @Field(() => String, { nullable: true })
  topic?: string | null;

  @Field(() => Boolean, { nullable: true })
  replayed?: boolean | null;

  @Field(() => String, { nullable: true })
  search?: string | null;
}

@ObjectType({ simpleResolvers: true })
export class ReplayDeadLettersPayload {
  @Field(() => Int)
  replayed!: number;

  @Field(() => [DeadLetter])
  deadLetters!: DeadLetter[];

  @Field(() => [UserErrorType])
  userErrors!: UserErrorType[];
}
