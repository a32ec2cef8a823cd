import { useCallback, useEffect, useRef } from 'react';

const PACE_MS = 1_000;
/** The gateway counts groups at most once in a while: what is asked too soon is a little old. */
const SETTLED_MS = 2_500;

/** `work` as a function that may be called at any rate: it is done at once, then at most once a second, and once more when it has become quiet. */
export function usePaced(work: () => void): () => void {
  const latest = useRef(work);
  const timers = useRef<{ next?: number; settled?: number; last: number }>({ last: 0 });
  useEffect(() => {
    latest.current = work;
  });
  useEffect(() => {
    const { current } = timers;
    return () => {
      window.clearTimeout(current.next);
      window.clearTimeout(current.settled);
    };
  }, []);
  return useCallback(() => {
    const { current } = timers;
    const go = () => {
      current.next = undefined;
      current.last = performance.now();
      latest.current();
    };
    current.next ??= window.setTimeout(go, Math.max(0, current.last + PACE_MS - performance.now()));
    window.clearTimeout(current.settled);
    current.settled = window.setTimeout(go, SETTLED_MS);
  }, []);
}
