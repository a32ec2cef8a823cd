/** The contract's ProcessingErrorFilter as conditions of SQL. Pure. */
import type { RecoveryStatus, Stage } from '../../domain/document';
import { isId } from '../../domain/ids';
import type { Binds } from './filter';

/** Absent and null alike: not filtered by. `occurredAfter` includes its instant, `occurredBefore` does not. */
export interface ErrorFilter {
  readonly ids?: readonly string[] | null;
  readonly requestIds?: readonly string[] | null;
  readonly submissionId?: string | null;
  readonly documentType?: string | null;
  readonly source?: string | null;
  readonly stages?: readonly Stage[] | null;
  readonly recoveryStatuses?: readonly RecoveryStatus[] | null;
  readonly codes?: readonly string[] | null;
  readonly occurredAfter?: Date | null;
  readonly occurredBefore?: Date | null;
}

/** The fields of it that are given. */
export function givenFields(filter: ErrorFilter): (keyof ErrorFilter)[] {
  return (Object.keys(filter) as (keyof ErrorFilter)[]).filter((name) => filter[name] !== null && filter[name] !== undefined);
}

/** The lists of it that are empty, and so match nothing. */
export function emptyLists(filter: ErrorFilter): (keyof ErrorFilter)[] {
  return givenFields(filter).filter((name) => {
    const value = filter[name];
    return Array.isArray(value) && value.length === 0;
  });
}

/** True where it can match nothing: an empty list, an id that is none, or text that the database cannot hold. */
export function matchesNoError(filter: ErrorFilter): boolean {
  if (emptyLists(filter).length > 0) return true;
  if (typeof filter.submissionId === 'string' && !isId(filter.submissionId)) return true;
  return [filter.documentType, filter.source].some((text) => text?.includes('\0'));
}

/** Conditions on `processing_errors e` of everything but the recovery status, to be joined with AND. */
export function errorConditions(filter: ErrorFilter, binds: Binds): string[] {
  if (matchesNoError(filter)) return ['false'];
  const conditions: string[] = [];
  const { ids, requestIds, submissionId, documentType, source, stages, codes, occurredAfter, occurredBefore } = filter;
  if (ids) conditions.push(`e.id = ANY (${binds.add(ids.filter(isId))}::uuid[])`);
  if (requestIds) conditions.push(`e.request_id = ANY (${binds.add(requestIds.filter(isId))}::uuid[])`);
  if (submissionId) conditions.push(`e.submission_id = ${binds.add(submissionId)}::uuid`);
  if (typeof documentType === 'string') conditions.push(`e.document_type = ${binds.add(documentType)}`);
  if (typeof source === 'string') conditions.push(`e.source = ${binds.add(source)}`);
  if (stages) conditions.push(`e.stage = ANY (${binds.add(stages)}::text[])`);
  if (codes) conditions.push(`e.code = ANY (${binds.add(codes.filter((code) => !code.includes('\0')))}::text[])`);
  if (occurredAfter) conditions.push(`e.occurred_at >= ${binds.add(occurredAfter.toISOString())}::timestamptz`);
  if (occurredBefore) conditions.push(`e.occurred_at < ${binds.add(occurredBefore.toISOString())}::timestamptz`);
  return conditions;
}

/** The condition on the recovery status, where the filter has one. */
export function recoveryStatusCondition({ recoveryStatuses }: ErrorFilter, binds: Binds): string[] {
  return recoveryStatuses ? [`e.recovery_status = ANY (${binds.add(recoveryStatuses)}::text[])`] : [];
}
