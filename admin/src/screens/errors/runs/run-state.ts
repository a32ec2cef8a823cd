/** What the states of a run mean to these screens. */
import type { RunRowFragment } from '../../../generated/graphql';

export function isUnderWay({ state }: Pick<RunRowFragment, 'state'>): boolean {
  return state === 'CANARY' || state === 'RUNNING';
}

/** Selected, and nothing has come of it yet. */
export function openOf({ selected, recovered, failedAgain, skipped }: RunRowFragment): number {
  return Math.max(0, selected - recovered - failedAgain - skipped);
}
