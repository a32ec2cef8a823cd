/** What the address of this screen holds; what it does not know is left out. */
import type { DocumentRequestFilter, DocumentRequestOrder, DocumentStatus } from '../../generated/graphql';
import { given, oneOf, someOf, textOf } from '../../ui/search-value';
import { checkedTime } from '../../ui/time-value';

export const STATUSES: readonly DocumentStatus[] = ['ACCEPTED', 'PROCESSING', 'GENERATING', 'RETRY_SCHEDULED', 'COMPLETED', 'FAILED', 'CANCELLED'];
const ORDERS: readonly DocumentRequestOrder[] = ['CREATED_DESC', 'CREATED_ASC', 'UPDATED_DESC', 'UPDATED_ASC'];

export interface RequestsSearch {
  /** An id, or the beginning of a client reference. */
  readonly search?: string;
  readonly submission?: string;
  readonly type?: string;
  readonly source?: string;
  readonly statuses?: DocumentStatus[];
  readonly from?: string;
  readonly until?: string;
  readonly order?: DocumentRequestOrder;
}

export function checkRequestsSearch(search: Record<string, unknown>): RequestsSearch {
  return given({
    search: textOf(search.search),
    submission: textOf(search.submission),
    type: textOf(search.type),
    source: textOf(search.source),
    statuses: someOf(STATUSES, search.statuses),
    from: checkedTime(search.from),
    until: checkedTime(search.until),
    order: oneOf(ORDERS, search.order),
  });
}

export function filterOf({ search, submission, type, source, statuses, from, until }: RequestsSearch): DocumentRequestFilter {
  return given({ search, submissionId: submission, documentType: type, source, statuses, createdAfter: from, createdBefore: until });
}

/** Whether anything but the order is asked for. */
export function isFiltered(search: RequestsSearch): boolean {
  return Object.keys(filterOf(search)).length > 0;
}
