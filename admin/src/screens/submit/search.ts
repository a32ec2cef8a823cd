/** What the address of the submit screen holds; what it does not know is left out. */
export interface SubmitSearch {
  /** Code of the document type. */
  readonly type?: string;
  /** A file of many instead of one by form. */
  readonly many?: true;
}

export function checkSubmitSearch(search: Record<string, unknown>): SubmitSearch {
  return {
    ...(typeof search.type === 'string' && search.type ? { type: search.type } : {}),
    ...(search.many === true || search.many === 'true' ? { many: true as const } : {}),
  };
}
