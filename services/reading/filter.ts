/** The contract's DocumentRequestFilter as conditions of SQL. Pure. */
import type { DocumentStatus } from '../../domain/document';
import { isId } from '../../domain/ids';

/** Absent and null alike: not filtered by. `createdAfter` includes its instant, `createdBefore` does not, so that adjoining ranges share nothing. */
export interface RequestFilter {
  readonly statuses?: readonly DocumentStatus[] | null;
  readonly documentType?: string | null;
  readonly source?: string | null;
  readonly clientReference?: string | null;
  readonly idempotencyKey?: string | null;
  readonly submissionId?: string | null;
  readonly createdAfter?: Date | null;
  readonly createdBefore?: Date | null;
  /** An exact id, or a prefix of clientReference. */
  readonly search?: string | null;
}

/** Values of one statement, numbered as they are added. */
export class Binds {
  readonly values: unknown[] = [];

  /** @returns the placeholder. */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** Text as the pattern of a prefix: what LIKE would take for a wildcard stands for itself. */
function prefixPattern(text: string): string {
  return `${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/** True where the filter can match nothing: an empty list of statuses, an id that is none, or text that the database cannot hold. */
export function matchesNothing(filter: RequestFilter): boolean {
  const { documentType, source, clientReference, idempotencyKey, search } = filter;
  if (filter.statuses?.length === 0) return true;
  if (typeof filter.submissionId === 'string' && !isId(filter.submissionId)) return true;
  return [documentType, source, clientReference, idempotencyKey, search].some((text) => text?.includes('\0'));
}

/** By its distance from the epoch: as text the database knows no year 0. */
function instant(at: Date, binds: Binds): string {
  return `(timestamptz 'epoch' + ${binds.add(at.getTime())}::bigint * interval '1 millisecond')`;
}

/** Conditions on `document_requests r` of everything but tenant, submission and statuses, joined by the caller with AND. */
export function factConditions(filter: RequestFilter, binds: Binds): string[] {
  const conditions: string[] = [];
  const equal = (column: string, value: string | null | undefined) => {
    if (value !== null && value !== undefined) conditions.push(`r.${column} = ${binds.add(value)}`);
  };
  equal('document_type', filter.documentType);
  equal('source', filter.source);
  equal('client_reference', filter.clientReference);
  equal('idempotency_key', filter.idempotencyKey);
  if (filter.createdAfter) conditions.push(`r.created_at >= ${instant(filter.createdAfter, binds)}`);
  if (filter.createdBefore) conditions.push(`r.created_at < ${instant(filter.createdBefore, binds)}`);
  if (filter.search) {
    const prefix = `r.client_reference LIKE ${binds.add(prefixPattern(filter.search))}`;
    conditions.push(isId(filter.search) ? `(r.id = ${binds.add(filter.search)}::uuid OR ${prefix})` : prefix);
  }
  return conditions;
}
