/** What the address of the Errors screen holds; what it does not know is left out. */
import type { ProcessingErrorFilter, ProcessingErrorOrder, RecoveryStatus, Stage } from '../../generated/graphql';
import { given, oneOf, someOf, textOf } from '../../ui/search-value';
import { checkedTime } from '../../ui/time-value';

export const STAGES: readonly Stage[] = ['PROCESSING', 'MONITORING'];
export const STATUSES: readonly RecoveryStatus[] = ['PENDING', 'RETRYING', 'EXHAUSTED', 'FAILED_AGAIN', 'RECOVERED', 'DISMISSED'];
/** Of errors that are not done with: what the screen shows unless its address says otherwise. */
export const OPEN: readonly RecoveryStatus[] = ['PENDING', 'RETRYING', 'EXHAUSTED'];
const ORDERS: readonly ProcessingErrorOrder[] = ['OCCURRED_DESC', 'OCCURRED_ASC', 'NEXT_ATTEMPT_ASC'];

export interface ErrorsSearch {
  /** The group that is drilled into. */
  readonly stage?: Stage;
  readonly code?: string;
  readonly statuses?: RecoveryStatus[];
  readonly type?: string;
  readonly source?: string;
  readonly submission?: string;
  readonly request?: string;
  readonly from?: string;
  readonly until?: string;
  readonly order?: ProcessingErrorOrder;
}

export function checkErrorsSearch(search: Record<string, unknown>): ErrorsSearch {
  return given({
    stage: oneOf(STAGES, search.stage),
    code: textOf(search.code),
    statuses: someOf(STATUSES, search.statuses),
    type: textOf(search.type),
    source: textOf(search.source),
    submission: textOf(search.submission),
    request: textOf(search.request),
    from: checkedTime(search.from),
    until: checkedTime(search.until),
    order: oneOf(ORDERS, search.order),
  });
}

/** Of all groups: everything but the group itself. Without statuses the gateway counts what is open. */
export function groupsFilterOf({ statuses, type, source, submission, request, from, until }: ErrorsSearch): ProcessingErrorFilter {
  return given({
    recoveryStatuses: statuses,
    documentType: type,
    source,
    submissionId: submission,
    requestIds: request ? [request] : undefined,
    occurredAfter: from,
    occurredBefore: until,
  });
}

/** Of the list, and of "all that match". */
export function listFilterOf(search: ErrorsSearch): ProcessingErrorFilter {
  return given({
    ...groupsFilterOf(search),
    recoveryStatuses: search.statuses ?? [...OPEN],
    stages: search.stage ? [search.stage] : undefined,
    codes: search.code ? [search.code] : undefined,
  });
}
