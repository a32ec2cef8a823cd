/** Lists of requests: filter, edges, connection. */
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DocumentRequestType } from './document-request';
import { DocumentStatus } from './enums';
import { GraphQLCursor, GraphQLDateTime } from './scalars';

@InputType({ description: '`search` is an exact id or a prefix of clientReference.' })
export class DocumentRequestFilter {
  @Field(() => [DocumentStatus], { nullable: true })
  statuses?: DocumentStatus[] | null;

  @Field(() => String, { nullable: true })
  documentType?: string | null;

  @Field(() => String, { nullable: true })
  source?: string | null;

  @Field(() => String, { nullable: true })
  clientReference?: string | null;

  @Field(() => String, { nullable: true })
  idempotencyKey?: string | null;

  @Field(() => ID, { nullable: true })
  submissionId?: string | null;

  @Field(() => GraphQLDateTime, { nullable: true })
  createdAfter?: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true })
  createdBefore?: Date | null;

  @Field(() => String, { nullable: true })
  search?: string | null;
}

@ObjectType({ simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => Boolean)
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true })
  startCursor!: string | null;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

@ObjectType({ simpleResolvers: true })
export class DocumentRequestEdge {
  @Field(() => String)
  cursor!: string;

  @Field(() => DocumentRequestType)
  node!: DocumentRequestType;
}

/** totalCount and totalCountExact are counted only when asked for: resolvers/document-request/total-count.ts. */
@ObjectType({
  simpleResolvers: true,
  description: 'totalCount is exact up to 10,000 and an estimate beyond (totalCountExact false). `asOf` was read before the page: list, then follow from it.',
})
export class DocumentRequestConnection {
  @Field(() => [DocumentRequestEdge])
  edges!: DocumentRequestEdge[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  @Field(() => GraphQLCursor)
  asOf!: string;
}
