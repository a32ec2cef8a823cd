/** What the address of this screen holds; what it does not know is left out. */
export interface ReferenceDataSearch {
  readonly search?: string;
}

export function checkReferenceDataSearch(search: Record<string, unknown>): ReferenceDataSearch {
  return typeof search.search === 'string' ? { search: search.search } : {};
}
