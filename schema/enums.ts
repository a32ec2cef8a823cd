/** The domain's words as GraphQL enums. */
import { registerEnumType } from 'type-graphql';
import { DocumentFormat, DocumentStatus, Priority, RecoveryStatus, RetryCause, Stage } from '../domain/document';
import { DocumentRequestOrder, ProcessingErrorOrder } from '../domain/orders';
import { RetriggerRunState } from '../domain/retrigger-run';

registerEnumType(DocumentStatus, {
  name: 'DocumentStatus',
  valuesConfig: {
    ACCEPTED: { description: 'Stored; its processing event is on its way.' },
    PROCESSING: { description: 'A processing consumer has claimed it and is enriching it.' },
    GENERATING: { description: 'The document engine has it, in an engine batch.' },
    RETRY_SCHEDULED: { description: 'A stage failed in a way worth trying again; the recovery job will publish a retry event.' },
    COMPLETED: { description: 'Final. The document exists.' },
    FAILED: { description: 'Final until an administrator retriggers it: a permanent error, or retries exhausted.' },
    CANCELLED: { description: 'Final. Stopped by its client or an administrator.' },
  },
});
registerEnumType(Stage, { name: 'Stage' });
registerEnumType(RecoveryStatus, {
  name: 'RecoveryStatus',
  valuesConfig: {
    PENDING: { description: 'Waits for nextAttemptAt.' },
    FAILED_AGAIN: { description: 'Its retry failed; a newer error of the same request says how.' },
    EXHAUSTED: { description: "Permanent, or out of attempts: an administrator's turn." },
  },
});
registerEnumType(RetriggerRunState, {
  name: 'RetriggerRunState',
  valuesConfig: {
    CANARY: { description: "The canary's errors are out; the rest waits for what becomes of them." },
    STOPPED: {
      description: 'Stopped by itself because canaries failed again, or by an administrator; what was not released keeps its recovery status.',
    },
    DONE: { description: 'Each one selected recovered, failed again or was skipped.' },
  },
});
/** What became of one error in a retrigger run; the values are those that are stored. */
export enum RetriggerOutcome {
  RECOVERED = 'recovered',
  FAILED_AGAIN = 'failedAgain',
  SKIPPED = 'skipped',
}
registerEnumType(RetriggerOutcome, {
  name: 'RetriggerOutcome',
  description: 'What became of one error in one retrigger run.',
  valuesConfig: {
    RECOVERED: { description: 'Its document was completed.' },
    FAILED_AGAIN: { description: 'Its retry failed; a newer error of the same request says how.' },
    SKIPPED: { description: 'Dismissed, cancelled, or taken up elsewhere.' },
  },
});
registerEnumType(RetryCause, { name: 'RetryCause' });
registerEnumType(DocumentFormat, { name: 'DocumentFormat' });
registerEnumType(Priority, { name: 'Priority' });
registerEnumType(DocumentRequestOrder, {
  name: 'DocumentRequestOrder',
  description:
    'By UPDATED a list moves while it is read: a request that changes between two pages may come again or be passed over. By CREATED it does not.',
});
registerEnumType(ProcessingErrorOrder, {
  name: 'ProcessingErrorOrder',
  description: 'By NEXT_ATTEMPT, errors without a next attempt come last, and one that is put off between two pages may come again or be passed over.',
});

export { DocumentFormat, DocumentRequestOrder, DocumentStatus, Priority, ProcessingErrorOrder, RecoveryStatus, RetriggerRunState, RetryCause, Stage };
