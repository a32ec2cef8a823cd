/** How fast a submission goes: what was seen of it lately. */
import { useEffect, useState } from 'react';
import type { Progress } from './queries';

interface Seen {
  readonly at: number;
  readonly done: number;
}

const WINDOW_MS = 20_000;
const LEAST_MS = 800;

export interface Pace {
  /** Finished ones a second; null until enough was seen. */
  readonly perSecond: number | null;
  readonly remainingMs: number | null;
}

export function doneOf({ counts: { completed, failed, cancelled } }: Progress): number {
  return completed + failed + cancelled;
}

export function usePace(progress: Progress | null): Pace {
  const [seen, setSeen] = useState<readonly Seen[]>([]);
  const done = progress ? doneOf(progress) : null;
  useEffect(() => {
    if (done === null) return;
    const at = Date.now();
    setSeen((before) => [...before.filter((each) => each.at > at - WINDOW_MS), { at, done }]);
  }, [done]);
  const first = seen[0];
  const last = seen.at(-1);
  if (!progress || !first || !last || last.at - first.at < LEAST_MS || last.done <= first.done) return { perSecond: null, remainingMs: null };
  const perSecond = ((last.done - first.done) * 1000) / (last.at - first.at);
  return { perSecond, remainingMs: ((progress.total - last.done) / perSecond) * 1000 };
}
