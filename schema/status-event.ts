import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DocumentStatus, RetryCause, Stage } from './enums';
import { GraphQLDateTime } from './scalars';

/** `cursor`, `request` and `records` are in resolvers/status-event/. */
@ObjectType('StatusEvent', { simpleResolvers: true })
export class StatusEventType {
  @Field(() => ID)
  requestId!: string;

  @Field(() => Int, { description: '1, 2, 3 … within one request, without gaps.' })
  sequence!: number;

  @Field(() => DocumentStatus)
  status!: DocumentStatus;

  @Field(() => Boolean)
  final!: boolean;

  @Field(() => Int)
  attempt!: number;

  @Field(() => RetryCause)
  cause!: RetryCause;

  @Field(() => Stage, { nullable: true })
  stage!: Stage | null;

  @Field(() => String, { nullable: true })
  message!: string | null;

  @Field(() => String, { description: "Who or what caused it: a token's subject, or the name of the process's role." })
  actor!: string;

  @Field(() => GraphQLDateTime)
  at!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A record that carried an event of this request on a topic.' })
export class EventRecord {
  @Field(() => String)
  topic!: string;

  @Field(() => Int)
  partition!: number;

  @Field(() => String, { description: 'A 64-bit number, as text.' })
  offset!: string;

  @Field(() => GraphQLDateTime)
  publishedAt!: Date;
}
