/** What the address of this screen holds; what it does not know is left out. */
export interface DeadLettersSearch {
  readonly search?: string;
}

export function checkDeadLettersSearch(search: Record<string, unknown>): DeadLettersSearch {
  return typeof search.search === 'string' ? { search: search.search } : {};
}
