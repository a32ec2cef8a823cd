/** What the address of this screen holds; what it does not know is left out. */
export interface ErrorsSearch {
  readonly search?: string;
}

export function checkErrorsSearch(search: Record<string, unknown>): ErrorsSearch {
  return typeof search.search === 'string' ? { search: search.search } : {};
}
