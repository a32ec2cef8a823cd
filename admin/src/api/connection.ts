/** How the live connection is: what the banner shows, and when screens that have no cursor list again. */
import { useEffect, useRef, useSyncExternalStore } from 'react';

export type ConnectionState = 'idle' | 'connected' | 'reconnecting';

export interface Connection {
  readonly state: ConnectionState;
  /** Counts how often it came back after a cut. */
  readonly returns: number;
}

let current: Connection = { state: 'idle', returns: 0 };
const listeners = new Set<() => void>();

/** For the API client: tells the screens. */
export function connectionIs(state: ConnectionState): void {
  if (state === current.state) return;
  current = { state, returns: current.returns + (current.state === 'reconnecting' && state === 'connected' ? 1 : 0) };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => current);
}

/** Calls `again` each time the connection is back after a cut: for what is live but has no cursor to go on from. */
export function useReturn(again: () => void): void {
  const { returns } = useConnection();
  const seen = useRef(returns);
  const call = useRef(again);
  useEffect(() => {
    call.current = again;
  });
  useEffect(() => {
    if (seen.current === returns) return;
    seen.current = returns;
    call.current();
  }, [returns]);
}
