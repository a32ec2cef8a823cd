/** How long it was in each status: what the bar above the timeline shows. Pure. */
import type { DocumentStatus } from '../../../generated/graphql';
import type { StoryEvent } from '../documents';

export interface Span {
  readonly sequence: number;
  readonly status: DocumentStatus;
  readonly attempt: number;
  readonly ms: number;
}

/** Each event lasts until the next one; the last, unless it is final, until `now`. */
export function spansOf(timeline: readonly StoryEvent[], now: number): Span[] {
  return timeline.flatMap(({ sequence, status, attempt, at, final }, index) => {
    const next = timeline[index + 1];
    if (!next && final) return [];
    return [{ sequence, status, attempt, ms: Math.max(0, (next ? Date.parse(next.at) : now) - Date.parse(at)) }];
  });
}
