/** What the address of this screen holds; what it does not know is left out. */
export interface AuditSearch {
  readonly search?: string;
}

export function checkAuditSearch(search: Record<string, unknown>): AuditSearch {
  return typeof search.search === 'string' ? { search: search.search } : {};
}
