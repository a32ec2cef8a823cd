/**
 * Whether an outside API may be called at the moment: the state of its breaker, which the adapter to it keeps. Work that needs the API waits here
 * instead of failing. It leaves out counting and opening, which are the adapter's own.
 */

export type CircuitState = 'closed' | 'open' | 'half-open';

export interface Circuit {
  /** Only `closed` means that calls are made; `half-open`: one is being tried. */
  readonly state: CircuitState;
  /** Resolves when it is closed. It becomes so by itself once the API answers again. */
  untilClosed(): Promise<void>;
  /** How long it has been closed without a break, in ms; 0 while it is not. */
  closedForMs(): number;
  /** Calls `listener` at each change from now on. */
  onChange(listener: (state: CircuitState) => void): void;
}
