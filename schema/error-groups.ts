/** What error codes mean, and open errors by code. */
import { Field, Int, ObjectType } from 'type-graphql';
import { Stage } from './enums';
import { GraphQLDateTime } from './scalars';

@ObjectType({ simpleResolvers: true, description: 'What a code means, what the system does about it, and what a person should do.' })
export class ErrorExplanation {
  @Field(() => String)
  meaning!: string;

  @Field(() => String)
  systemDoes!: string;

  @Field(() => String)
  whatToDo!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Open errors (or those of the filter) of one stage and code.' })
export class ErrorGroup {
  @Field(() => Stage)
  stage!: Stage;

  @Field(() => String)
  code!: string;

  @Field(() => Int)
  count!: number;

  @Field(() => GraphQLDateTime)
  oldest!: Date;

  @Field(() => GraphQLDateTime)
  newest!: Date;

  @Field(() => ErrorExplanation)
  explanation!: ErrorExplanation;
}
