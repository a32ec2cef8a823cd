/**
 * The breaker of one outside API: it opens after failures in a row, or at once where the API asked to be left alone (Retry-After), and tries by
 * itself whether the API is back, so that nobody's work has to be the test.
 */
import { BrokenCircuitError, CircuitState as State, DelegateBackoff, circuitBreaker, handleWhen, type CircuitBreakerPolicy } from 'cockatiel';

export type CircuitState = 'closed' | 'open' | 'half-open';

export interface CircuitOptions {
  /** Failures in a row after which it opens. */
  readonly failuresToOpen: number;
  /** From opening to the first try, in ms; doubles with every try that fails. */
  readonly openMs: number;
  readonly openMaxMs: number;
  /** True for errors that say something about the API's health. */
  readonly counts: (error: unknown) => boolean;
  /** How long the API asked to be left alone, in ms; 0 or less: it did not. */
  readonly retryAfterMs: (error: unknown) => number;
  /** The cheapest call there is: any answer of the API is fine. Rejects with an error that `counts`. */
  readonly probe: () => Promise<unknown>;
}

/** No API keeps us waiting longer by one Retry-After, in ms. */
const RETRY_AFTER_MAX_MS = 300_000;
/** Timers may fire a little early. */
const PROBE_MARGIN_MS = 5;

export class Circuit {
  private readonly policy: CircuitBreakerPolicy;
  private readonly listeners: ((state: CircuitState) => void)[] = [];
  private waiting: (() => void)[] = [];
  private failures = 0;
  private askedMs = 0;
  private openForMs = 0;
  private closedSince = performance.now();

  constructor(private readonly options: CircuitOptions) {
    this.policy = circuitBreaker(handleWhen(options.counts), {
      halfOpenAfter: new DelegateBackoff(({ attempt }: { attempt: number }) => (this.openForMs = this.pauseMs(attempt))),
      breaker: {
        state: undefined,
        success: () => (this.failures = 0),
        failure: () => (this.failures += 1) >= options.failuresToOpen || this.askedMs > 0,
      },
    });
    this.policy.onStateChange(() => this.changed());
  }

  get state(): CircuitState {
    switch (this.policy.state) {
      case State.Closed:
        return 'closed';
      case State.HalfOpen:
        return 'half-open';
      default:
        return 'open';
    }
  }

  /** How long it has been closed without a break, in ms; 0 while it is not. */
  closedForMs(): number {
    return this.state === 'closed' ? performance.now() - this.closedSince : 0;
  }

  /** Resolves when it is closed: at once, or as soon as a try has shown that the API is back. */
  async untilClosed(): Promise<void> {
    while (this.state !== 'closed') await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Calls `listener` at each change from now on. */
  onChange(listener: (state: CircuitState) => void): void {
    this.listeners.push(listener);
  }

  /** Makes the call, or rejects with BrokenCircuitError where it may not be made now. */
  async execute<T>(work: () => Promise<T>): Promise<T> {
    return this.policy.execute(async () => {
      try {
        return await work();
      } catch (error) {
        if (this.options.counts(error)) this.askedMs = Math.min(RETRY_AFTER_MAX_MS, Math.max(0, this.options.retryAfterMs(error)));
        // An answer that refuses this one call shows that the API is well.
        else this.failures = 0;
        throw error;
      }
    });
  }

  /** With jitter, so that processes that lost the API together do not come back together. */
  private pauseMs(attempt: number): number {
    const bound = Math.min(this.options.openMaxMs, this.options.openMs * 2 ** Math.min(attempt - 1, 20));
    return Math.max(this.askedMs, bound * (0.75 + Math.random() / 4));
  }

  private changed(): void {
    const { state } = this;
    if (state === 'closed') {
      this.failures = 0;
      this.askedMs = 0;
      this.closedSince = performance.now();
      const woken = this.waiting;
      this.waiting = [];
      for (const wake of woken) wake();
    } else if (state === 'open') {
      // It must not keep a process that is done with everything else.
      setTimeout(() => this.probe(), this.openForMs + PROBE_MARGIN_MS).unref();
    }
    for (const listener of this.listeners) listener(state);
  }

  private probe(): void {
    this.execute(this.options.probe).catch((error: unknown) => {
      // A clock that was set back keeps it open for longer than its timer: that try was none.
      if (error instanceof BrokenCircuitError && this.state === 'open') setTimeout(() => this.probe(), this.openForMs).unref();
    });
  }
}
