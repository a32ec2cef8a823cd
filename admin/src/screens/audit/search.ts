/** What the address of this screen holds; what it does not know is left out. */
import type { AuditFilter } from '../../generated/graphql';
import { given, textOf } from '../../ui/search-value';
import { checkedTime } from '../../ui/time-value';

export interface AuditSearch {
  readonly actor?: string;
  readonly action?: string;
  readonly subject?: string;
  readonly from?: string;
  readonly until?: string;
  /** A part of a note, or the beginning of a subject. */
  readonly search?: string;
}

export function checkAuditSearch(search: Record<string, unknown>): AuditSearch {
  return given({
    actor: textOf(search.actor),
    action: textOf(search.action),
    subject: textOf(search.subject),
    from: checkedTime(search.from),
    until: checkedTime(search.until),
    search: textOf(search.search),
  });
}

export function auditFilterOf({ from, until, ...rest }: AuditSearch): AuditFilter {
  return given({ ...rest, after: from, before: until });
}
