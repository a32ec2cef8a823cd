/** The executable schema: every resolver class, in the order of the contract. */
import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync, type PubSub } from 'type-graphql';
import { AuditLogResolver } from './audit/audit-log';
import { DeadLetterResolver } from './dead-letters/dead-letter';
import { DeadLettersResolver } from './dead-letters/dead-letters';
import { ReplayDeadLettersResolver } from './dead-letters/replay-dead-letters';
import { DeadLetterTotalCountResolver } from './dead-letters/total-count';
import { CancelDocumentRequestResolver } from './document-request/cancel-document-request';
import { DataResolver } from './document-request/data';
import { DocumentRequestResolver } from './document-request/document-request';
import { DocumentRequestsResolver } from './document-request/document-requests';
import { EnrichedDataResolver } from './document-request/enriched-data';
import { EngineBatchResolver } from './document-request/engine-batch';
import { ErrorsResolver } from './document-request/errors';
import { FinalResolver } from './document-request/final';
import { OutputResolver } from './document-request/output';
import { TimelineResolver } from './document-request/timeline';
import { TraceUrlResolver } from './document-request/trace-url';
import { TotalCountResolver } from './document-request/total-count';
import { ErrorGroupsResolver } from './operations/error-groups';
import { SystemStatusResolver } from './operations/system-status';
import { SystemStatusChangedResolver } from './operations/system-status-changed';
import { ThroughputResolver } from './operations/throughput';
import { DismissErrorsResolver } from './processing-error/dismiss-errors';
import { ErrorFeedResolver } from './processing-error/error-feed';
import { ExplanationResolver } from './processing-error/explanation';
import { ProcessingErrorsResolver } from './processing-error/processing-errors';
import { ReopenErrorsResolver } from './processing-error/reopen-errors';
import { ErrorRequestResolver } from './processing-error/request';
import { ErrorTotalCountResolver } from './processing-error/total-count';
import { DocumentTypeResolver } from './reference-data/document-type';
import { DocumentTypesResolver } from './reference-data/document-types';
import { RequestCountResolver } from './reference-data/request-count';
import { SaveDocumentTypeResolver } from './reference-data/save-document-type';
import { SaveSourceResolver } from './reference-data/save-source';
import { SourcesResolver } from './reference-data/sources';
import { ResumeRetriggerRunResolver } from './retriggering/resume-retrigger-run';
import { RetriggerErrorsResolver } from './retriggering/retrigger-errors';
import { RetriggerRunResolver } from './retriggering/retrigger-run';
import { RetriggerRunProgressResolver } from './retriggering/retrigger-run-progress';
import { RetriggerRunsResolver } from './retriggering/retrigger-runs';
import { RunErrorsResolver } from './retriggering/run-errors';
import { StopRetriggerRunResolver } from './retriggering/stop-retrigger-run';
import { CursorResolver } from './status-event/cursor';
import { DocumentRequestStatusResolver } from './status-event/document-request-status';
import { RecordsResolver } from './status-event/records';
import { EventRequestResolver } from './status-event/request';
import { StatusFeedResolver } from './status-event/status-feed';
import { SubmissionResolver } from './submission/submission';
import { SubmissionFieldsResolver } from './submission/submission-fields';
import { SubmissionProgressResolver } from './submission/submission-progress';
import { SubmitDocumentBatchResolver } from './submission/submit-document-batch';
import { SubmitDocumentRequestResolver } from './submission/submit-document-request';
import { ViewerResolver } from './viewer/viewer';

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
      RetriggerRunsResolver,
      ErrorGroupsResolver,
      ThroughputResolver,
      SystemStatusResolver,
      ViewerResolver,
      DeadLettersResolver,
      DeadLetterResolver,
      AuditLogResolver,
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
      ReplayDeadLettersResolver,
      DocumentRequestStatusResolver,
      SubmissionProgressResolver,
      StatusFeedResolver,
      ErrorFeedResolver,
      RetriggerRunProgressResolver,
      SystemStatusChangedResolver,
      DataResolver,
      EnrichedDataResolver,
      TraceUrlResolver,
      FinalResolver,
      EngineBatchResolver,
      OutputResolver,
      TimelineResolver,
      ErrorsResolver,
      TotalCountResolver,
      ErrorRequestResolver,
      ExplanationResolver,
      ErrorTotalCountResolver,
      DeadLetterTotalCountResolver,
      RunErrorsResolver,
      CursorResolver,
      EventRequestResolver,
      RecordsResolver,
      RequestCountResolver,
      SubmissionFieldsResolver,
    ],
  });
}
