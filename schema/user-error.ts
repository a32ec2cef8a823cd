import { Field, ObjectType } from 'type-graphql';

@ObjectType('UserError', { simpleResolvers: true })
export class UserErrorType {
  @Field(() => [String], { nullable: true })
  field!: string[] | null;

  @Field(() => String)
  code!: string;

  @Field(() => String)
  message!: string;
}
