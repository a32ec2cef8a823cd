import { Field, InputType } from 'type-graphql';
import type { JsonObject } from '../domain/document';
import { DocumentFormat, Priority } from './enums';
import { GraphQLJSONObject } from './scalars';

@InputType()
export class SubmitDocumentRequestInput {
  @Field(() => String)
  documentType!: string;

  @Field(() => GraphQLJSONObject)
  data!: JsonObject;

  @Field(() => DocumentFormat, { nullable: true, defaultValue: DocumentFormat.PDF })
  format?: DocumentFormat | null;

  @Field(() => Priority, { nullable: true, defaultValue: Priority.NORMAL })
  priority?: Priority | null;

  @Field(() => String, { nullable: true })
  clientReference?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The client system that asks; by default the token's own (claim `source`, else `sub`). One that the document type does not allow is refused with SOURCE_NOT_ALLOWED, and so is a source other than the token's unless its role is admin.",
  })
  source?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The same key from the same tenant gives back the first request instead of making another; a different body under a used key is a user error.',
  })
  idempotencyKey?: string | null;
}
