/** Document types and sources, read and saved through the Reference Data API. */
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import type { JsonObject } from '../domain/document';
import { DocumentFormat } from './enums';
import { GraphQLJSONObject } from './scalars';
import { UserErrorType } from './user-error';

@ObjectType('DocumentType', { simpleResolvers: true })
export class DocumentTypeType {
  @Field(() => String)
  code!: string;

  @Field(() => String)
  title!: string;

  @Field(() => [DocumentFormat])
  formats!: DocumentFormat[];

  @Field(() => GraphQLJSONObject)
  dataSchema!: JsonObject;

  @Field(() => GraphQLJSONObject)
  engineConfiguration!: JsonObject;

  @Field(() => [String])
  allowedSources!: string[];

  @Field(() => [String])
  partyFields!: string[];

  @Field(() => Boolean)
  active!: boolean;

  @Field(() => Int)
  version!: number;
}

@ObjectType('Source', { simpleResolvers: true })
export class SourceType {
  @Field(() => String)
  code!: string;

  @Field(() => String)
  title!: string;

  @Field(() => Boolean)
  active!: boolean;

  @Field(() => Int)
  version!: number;
}

@InputType()
export class DocumentTypeInput {
  @Field(() => String)
  code!: string;

  @Field(() => String)
  title!: string;

  @Field(() => [DocumentFormat])
  formats!: DocumentFormat[];

  @Field(() => GraphQLJSONObject)
  dataSchema!: JsonObject;

  @Field(() => GraphQLJSONObject)
  engineConfiguration!: JsonObject;

  @Field(() => [String], { nullable: true, defaultValue: [] })
  allowedSources?: string[] | null;

  @Field(() => [String], { nullable: true, defaultValue: [] })
  partyFields?: string[] | null;

  @Field(() => Boolean, { nullable: true, defaultValue: true })
  active?: boolean | null;
}

@InputType()
export class SourceInput {
  @Field(() => String)
  code!: string;

  @Field(() => String)
  title!: string;

  @Field(() => Boolean, { nullable: true, defaultValue: true })
  active?: boolean | null;
}

@ObjectType({ simpleResolvers: true })
export class SaveDocumentTypePayload {
  @Field(() => DocumentTypeType, { nullable: true })
  documentType!: DocumentTypeType | null;

  @Field(() => [UserErrorType])
  userErrors!: UserErrorType[];
}

@ObjectType({ simpleResolvers: true })
export class SaveSourcePayload {
  @Field(() => SourceType, { nullable: true })
  source!: SourceType | null;

  @Field(() => [UserErrorType])
  userErrors!: UserErrorType[];
}
