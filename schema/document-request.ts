import { Field, ID, Int, ObjectType } from 'type-graphql';
import { UserErrorType } from './user-error';
import { DocumentFormat, DocumentStatus, Priority } from './enums';
import { GraphQLDateTime } from './scalars';

/** Fields that need a look-up (data, engineBatch, output, timeline, errors) are in resolvers/document-request/. */
@ObjectType('DocumentRequest', { simpleResolvers: true })
export class DocumentRequestType {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true, description: "The client's own id for it, if given." })
  clientReference!: string | null;

  @Field(() => String, { description: 'The client system that asked for it: a source of the reference data.' })
  source!: string;

  @Field(() => String)
  documentType!: string;

  @Field(() => Int, { description: 'The version of the document type, in the reference data, that the request was validated against.' })
  documentTypeVersion!: number;

  @Field(() => DocumentFormat)
  format!: DocumentFormat;

  @Field(() => Priority)
  priority!: Priority;

  @Field(() => DocumentStatus)
  status!: DocumentStatus;

  @Field(() => Int, { description: '1 for the first try; each retry event adds one.' })
  attempt!: number;

  @Field(() => Int, { description: 'Of its newest status event: whoever lists, then follows, skips events that are not newer.' })
  sequence!: number;

  @Field(() => ID, { nullable: true })
  submissionId!: string | null;

  @Field(() => String, { description: 'W3C trace id of its whole flow through gateway, topics and consumers.' })
  traceId!: string;

  @Field(() => GraphQLDateTime)
  createdAt!: Date;

  @Field(() => GraphQLDateTime)
  updatedAt!: Date;
}

@ObjectType('EngineBatch', { simpleResolvers: true })
export class EngineBatchType {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  engineReference!: string;

  @Field(() => Int)
  size!: number;

  @Field(() => String)
  status!: string;

  @Field(() => GraphQLDateTime)
  submittedAt!: Date;

  @Field(() => GraphQLDateTime, { nullable: true })
  lastPolledAt!: Date | null;

  @Field(() => Int)
  pollCount!: number;
}

@ObjectType('DocumentOutput', { simpleResolvers: true })
export class DocumentOutputType {
  @Field(() => String)
  url!: string;

  @Field(() => String)
  contentType!: string;

  @Field(() => Int)
  sizeBytes!: number;

  @Field(() => Int, { nullable: true })
  pages!: number | null;

  @Field(() => String)
  sha256!: string;
}

@ObjectType({ simpleResolvers: true })
export class CancelDocumentRequestPayload {
  @Field(() => DocumentRequestType, { nullable: true })
  documentRequest!: DocumentRequestType | null;

  @Field(() => [UserErrorType])
  userErrors!: UserErrorType[];
}
