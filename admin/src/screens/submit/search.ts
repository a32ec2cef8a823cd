/** What the address of this screen holds; what it does not know is left out. */
export interface SubmitSearch {
  readonly search?: string;
}

export function checkSubmitSearch(search: Record<string, unknown>): SubmitSearch {
  return typeof search.search === 'string' ? { search: search.search } : {};
}
