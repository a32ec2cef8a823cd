/** What the address of the reference data holds; what it does not know is left out. */
export interface ReferenceDataSearch {
  /** Part of a code or title. */
  readonly search?: string;
  readonly show?: 'sources' | 'matrix';
  readonly inactive?: true;
}

export function checkReferenceDataSearch({ search, show, inactive }: Record<string, unknown>): ReferenceDataSearch {
  return {
    ...(typeof search === 'string' && search ? { search } : {}),
    ...(show === 'sources' || show === 'matrix' ? { show } : {}),
    ...(inactive === true || inactive === 'true' ? { inactive: true as const } : {}),
  };
}
