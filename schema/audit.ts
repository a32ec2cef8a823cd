/** The audit log: who did what, when and why. */
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { PageInfo } from './document-request-paging';
import { GraphQLDateTime, GraphQLJSONObject } from './scalars';

@ObjectType('AuditEntry', { simpleResolvers: true, description: 'What somebody did. `subject` is what it was done to: a run, a request, a code.' })
export class AuditEntryType {
  @Field(() => ID)
  id!: string;

  @Field(() => GraphQLDateTime)
  at!: Date;

  @Field(() => String)
  actor!: string;

  @Field(() => String)
  tenant!: string;

  @Field(() => String)
  action!: string;

  @Field(() => String, { nullable: true })
  subject!: string | null;

  @Field(() => String, { nullable: true })
  note!: string | null;

  @Field(() => GraphQLJSONObject, { description: '`filter` is what was asked for, where there was a filter; the rest says how much came of it.' })
  details!: Record<string, unknown>;
}

@ObjectType({ simpleResolvers: true })
export class AuditEntryEdge {
  @Field(() => String)
  cursor!: string;

  @Field(() => AuditEntryType)
  node!: AuditEntryType;
}

@ObjectType({ simpleResolvers: true, description: 'Newest first.' })
export class AuditEntryConnection {
  @Field(() => [AuditEntryEdge])
  edges!: AuditEntryEdge[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType({ description: '`search` is a prefix of the subject or a part of the note, among the newest 10,000 that the rest of the filter leaves.' })
export class AuditFilter {
  @Field(() => String, { nullable: true })
  actor?: string | null;

  @Field(() => String, { nullable: true })
  action?: string | null;

  @Field(() => String, { nullable: true })
  subject?: string | null;

  @Field(() => GraphQLDateTime, { nullable: true })
  after?: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true })
  before?: Date | null;

  @Field(() => String, { nullable: true })
  search?: string | null;
}
