/**
 * Submission: from what a client asks for to requests that are stored with their first status event and the event that makes work.
 * submission-service.ts admits and answers, batch.ts holds one batch, examine.ts the order of the checks, rules/ the checks, store.ts the writes.
 */
export { SubmissionService } from './submission-service';
export { OutboxGauge } from './outbox-gauge';
export type { SubmitBatchResult, SubmitInput, SubmitOneResult } from './input';
