import { Field, ObjectType } from 'type-graphql';
import { GraphQLDateTime } from './scalars';

@ObjectType({ simpleResolvers: true, description: 'What the token says of its bearer.' })
export class Viewer {
  @Field(() => String)
  subject!: string;

  @Field(() => String)
  tenant!: string;

  @Field(() => [String])
  roles!: string[];

  @Field(() => String, { nullable: true })
  source!: string | null;

  @Field(() => GraphQLDateTime)
  expiresAt!: Date;
}
