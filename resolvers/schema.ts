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
import { SystemStatusResolver } from './operations/system-status';
import { DismissErrorsResolver } from './processing-error/dismiss-errors';
import { ErrorFeedResolver } from './processing-error/error-feed';
import { ProcessingErrorsResolver } from './processing-error/processing-errors';
import { ReopenErrorsResolver } from './processing-error/reopen-errors';
import { ErrorRequestResolver } from './processing-error/request';
import { ErrorTotalCountResolver } from './processing-error/total-count';
import { DocumentTypeResolver } from './reference-data/document-type';
import { DocumentTypesResolver } from './reference-data/document-types';
import { SaveDocumentTypeResolver } from './reference-data/save-document-type';
import { SaveSourceResolver } from './reference-data/save-source';
import { SourcesResolver } from './reference-data/sources';
import { ResumeRetriggerRunResolver } from './retriggering/resume-retrigger-run';
import { RetriggerErrorsResolver } from './retriggering/retrigger-errors';
import { RetriggerRunResolver } from './retriggering/retrigger-run';
import { RetriggerRunProgressResolver } from './retriggering/retrigger-run-progress';
import { RunErrorsResolver } from './retriggering/run-errors';
import { StopRetriggerRunResolver } from './retriggering/stop-retrigger-run';
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
      ProcessingErrorsResolver,
      RetriggerRunResolver,
      SystemStatusResolver,
      SubmitDocumentRequestResolver,
      SubmitDocumentBatchResolver,
      CancelDocumentRequestResolver,
      RetriggerErrorsResolver,
      ReopenErrorsResolver,
      StopRetriggerRunResolver,
      ResumeRetriggerRunResolver,
      DismissErrorsResolver,
      SaveDocumentTypeResolver,
      SaveSourceResolver,
      DocumentRequestStatusResolver,
      SubmissionProgressResolver,
      StatusFeedResolver,
      ErrorFeedResolver,
      RetriggerRunProgressResolver,
      DataResolver,
      FinalResolver,
      EngineBatchResolver,
      OutputResolver,
      TimelineResolver,
      ErrorsResolver,
      TotalCountResolver,
      ErrorRequestResolver,
      ErrorTotalCountResolver,
      RunErrorsResolver,
      CursorResolver,
      EventRequestResolver,
      SubmissionFieldsResolver,
    ],
  });
}
