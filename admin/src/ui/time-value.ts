/** Times of an address: ISO at UTC. Apart from the pickers, which the first load does without. */
export interface TimeRangeValue {
  readonly from?: string;
  readonly until?: string;
}

/** The time of an address, as ISO at UTC; undefined where it is none. */
export function checkedTime(value: unknown): string | undefined {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? new Date(value).toISOString() : undefined;
}
