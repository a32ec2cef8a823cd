/** Which error led to which event. Pure. */
import type { StoryError, StoryEvent } from '../documents';

/** By the sequence of the event that an error led to: the first of its attempt that says that it failed. The rest under 0. */
export function errorsByEvent(timeline: readonly StoryEvent[], errors: readonly StoryError[]): ReadonlyMap<number, StoryError[]> {
  const placed = new Map<number, StoryError[]>();
  for (const error of [...errors].sort((a, b) => a.occurredAt.localeCompare(b.occurredAt))) {
    const event = timeline.find(({ status, attempt }) => attempt === error.attempt && (status === 'RETRY_SCHEDULED' || status === 'FAILED'));
    const key = event?.sequence ?? 0;
    placed.set(key, [...(placed.get(key) ?? []), error]);
  }
  return placed;
}
