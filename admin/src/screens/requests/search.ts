/** What the address of this screen holds; what it does not know is left out. */
export interface RequestsSearch {
  readonly search?: string;
}

export function checkRequestsSearch(search: Record<string, unknown>): RequestsSearch {
  return typeof search.search === 'string' ? { search: search.search } : {};
}
