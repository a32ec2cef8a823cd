/** The time that the charts look back over, in minutes. */
export const WINDOWS = [
  { minutes: 15, label: '15 min', name: '15 minutes' },
  { minutes: 60, label: '1 h', name: 'hour' },
  { minutes: 360, label: '6 h', name: '6 hours' },
  { minutes: 1440, label: '24 h', name: '24 hours' },
] as const;

export type WindowMinutes = (typeof WINDOWS)[number]['minutes'];

export const USUAL_WINDOW: WindowMinutes = 60;

/** What the address of this screen holds; what it does not know is left out. */
export interface OverviewSearch {
  readonly minutes?: WindowMinutes;
}

export function checkOverviewSearch(search: Record<string, unknown>): OverviewSearch {
  const found = WINDOWS.find(({ minutes }) => minutes === Number(search.minutes));
  return found && found.minutes !== USUAL_WINDOW ? { minutes: found.minutes } : {};
}
