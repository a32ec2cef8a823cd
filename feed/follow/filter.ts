/** feed/follow: what subscribers follow, one file per subscription. This file: the contract's filter on events. Pure. */
import type { DocumentStatus } from '../../domain/document';
import { isId } from '../../domain/ids';
import type { FeedEvent } from '../feed-event';
import type { Subject } from '../live/hub';

/** The contract's DocumentRequestFilter: `statuses` is the event's, everything else a fact of its request. Absent and null alike: not filtered by. */
export interface FeedFilter {
  readonly statuses?: readonly DocumentStatus[] | null;
  readonly documentType?: string | null;
  readonly source?: string | null;
  readonly clientReference?: string | null;
  readonly idempotencyKey?: string | null;
  readonly submissionId?: string | null;
  /** Inclusive. */
  readonly createdAfter?: Date | null;
  /** Exclusive. */
  readonly createdBefore?: Date | null;
  /** An exact request id, or a prefix of clientReference. */
  readonly search?: string | null;
}

/** Decides whether an event is one that `scope` (null: every tenant) asked for. */
export function feedMatcher(scope: string | null, filter: FeedFilter): (event: FeedEvent) => boolean {
  const statuses = filter.statuses ? new Set(filter.statuses) : null;
  const submissionId = filter.submissionId?.toLowerCase();
  const id = filter.search && isId(filter.search) ? filter.search.toLowerCase() : null;
  const from = filter.createdAfter ? withMicroseconds(filter.createdAfter) : null;
  const to = filter.createdBefore ? withMicroseconds(filter.createdBefore) : null;
  const is = (wanted: string | null | undefined, value: string | null) => wanted === null || wanted === undefined || wanted === value;
  return ({ tenant, value }) =>
    (scope === null || tenant === scope) &&
    (statuses === null || statuses.has(value.status)) &&
    is(filter.documentType, value.documentType) &&
    is(filter.source, value.source) &&
    is(filter.clientReference, value.clientReference) &&
    is(filter.idempotencyKey, value.idempotencyKey) &&
    is(submissionId, value.submissionId) &&
    (from === null || value.createdAt >= from) &&
    (to === null || value.createdAt < to) &&
    (!filter.search || value.requestId === id || (value.clientReference?.startsWith(filter.search) ?? false));
}

/** The narrowest subject that holds everything the filter can match. */
export function subjectOf(scope: string | null, filter: FeedFilter): Subject {
  if (filter.submissionId) return { submission: filter.submissionId.toLowerCase() };
  return scope === null ? 'everything' : { tenant: scope };
}

/** In the form of the events' own times, which compare as text. */
function withMicroseconds(at: Date): string {
  return at.toISOString().replace('Z', '000Z');
}
