import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DocumentStatus, RetryCause, Stage } from './enums';
import { GraphQLDateTime } from './scalars';

/** `cursor` and `request` are in resolvers/status-event/. */
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
