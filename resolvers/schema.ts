/** The executable schema: every resolver class, in the order of the contract. */
import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync, type PubSub } from 'type-graphql';
import { CancelDocumentRequestResolver } from './document-request/cancel-document-request';
import { DataResolver } from './document-request/data';
import { DocumentRequestResolver } from './document-request/document-request';
import { DocumentRequestsResolver } from './document-request/document-requests';
import { EngineBatchResolver } from './document-request/engine-batch';
import { ErrorsResolver } from './document-request/errors';
import { FinalResolver } from './document-request/final';
import { OutputResolver } from './document-request/output';
import { TimelineResolver } from './document-request/timeline';
import { TotalCountResolver } from './document-request/total-count';
import { ErrorRequestResolver } from './processing-error/request';
import { DocumentTypeResolver } from './reference-data/document-type';
import { DocumentTypesResolver } from './reference-data/document-types';
import { SaveDocumentTypeResolver } from './reference-data/save-document-type';
import { SaveSourceResolver } from './reference-data/save-source';
import { SourcesResolver } from './reference-data/sources';
import { CursorResolver } from './status-event/cursor';
import { DocumentRequestStatusResolver } from './status-event/document-request-status';
import { EventRequestResolver } from './status-event/request';
import { StatusFeedResolver } from './status-event/status-feed';
import { SubmissionResolver } from './submission/submission';
import { SubmissionFieldsResolver } from './submission/submission-fields';
import { SubmissionProgressResolver } from './submission/submission-progress';
import { SubmitDocumentBatchResolver } from './submission/submit-document-batch';
import { SubmitDocumentRequestResolver } from './submission/submit-document-request';

/** Every subscription brings its own iterator; type-graphql wants a pub/sub all the same. */
const NO_PUB_SUB: PubSub = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error('subscriptions bring their own iterators');
  },
};

/** Builds the schema. Pure: what resolvers work with comes in the context of each operation. */
export function buildGatewaySchema(): GraphQLSchema {
  return buildSchemaSync({
    // Input is checked by the use cases, which answer with paths and codes.
    validate: false,
    pubSub: NO_PUB_SUB,
    resolvers: [
      DocumentRequestResolver,
      DocumentRequestsResolver,
      SubmissionResolver,
      DocumentTypesResolver,
      DocumentTypeResolver,
      SourcesResolver,
      SubmitDocumentRequestResolver,
      SubmitDocumentBatchResolver,
      CancelDocumentRequestResolver,
      SaveDocumentTypeResolver,
      SaveSourceResolver,
      DocumentRequestStatusResolver,
      SubmissionProgressResolver,
      StatusFeedResolver,
      DataResolver,
      FinalResolver,
      EngineBatchResolver,
      OutputResolver,
      TimelineResolver,
      ErrorsResolver,
      TotalCountResolver,
      ErrorRequestResolver,
      CursorResolver,
      EventRequestResolver,
      SubmissionFieldsResolver,
    ],
  });
}
