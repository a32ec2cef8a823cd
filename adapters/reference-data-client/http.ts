/** Calls of the Reference Data API: short timeout, one retry of blips, a breaker, and every failure as ReferenceDataUnavailable. */
import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  circuitBreaker,
  handleWhen,
  retry,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import type { z } from 'zod';
import { ReferenceDataUnavailable } from '../../services/ports/reference-data';
import { problemSchema, type Problem } from './answers';

/** An answer of the API itself. Anything else rejects. */
export type Answer<T> = { readonly sentAt: number } & (
  | { readonly kind: 'item'; readonly etag: string | null; readonly value: T }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'problem'; readonly problem: Problem }
);

export interface Call<T> {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below /reference-data/v1. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What a successful answer must look like. */
  readonly schema: z.ZodType<T>;
  /** False for changes: whether a lost one was carried out is for the caller to find out. */
  readonly repeatable: boolean;
  /** The caller has something to fall back on, and rather takes it than waits long. */
  readonly hasCopy?: boolean;
}

const BASE_PATH = '/reference-data/v1';
const FAILURES_TO_OPEN = 5;
const OPEN_MS = 1_000;
const MAX_RETRY_AFTER_MS = 10_000;
/** Longest wait where a copy is at hand, in ms. */
const IMPATIENT_MS = 1_000;

class CallFailed extends ReferenceDataUnavailable {
  constructor(message: string, readonly blip: boolean, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ReferenceDataUnavailable';
  }
}

export class ReferenceDataHttp {
  private readonly breaker: CircuitBreakerPolicy = circuitBreaker(
    handleWhen((error) => error instanceof CallFailed),
    { halfOpenAfter: OPEN_MS, breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN) },
  );
  private readonly again = retry(
    handleWhen((error) => error instanceof CallFailed && error.blip),
    { maxAttempts: 1, backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 150 }) },
  );
  private silentUntil = 0;

  constructor(
    private readonly baseUrl: string,
    private readonly timeoutMs: number,
  ) {}

  /** Rejects with ReferenceDataUnavailable where the API does not answer, or something else answers in its place. */
  async call<T>(call: Call<T>): Promise<Answer<T>> {
    if (performance.now() < this.silentUntil) throw new ReferenceDataUnavailable('the Reference Data API asked to be left alone for a moment');
    if (call.hasCopy && this.breaker.state === CircuitState.HalfOpen) throw new ReferenceDataUnavailable('the Reference Data API is being tried');
    const once = () => this.breaker.execute(() => this.once(call));
    try {
      return await (call.repeatable ? this.again.execute(once) : once());
    } catch (error) {
      if (error instanceof BrokenCircuitError) throw new ReferenceDataUnavailable('the Reference Data API does not answer', { cause: error });
      throw error;
    }
  }

  private async once<T>(call: Call<T>): Promise<Answer<T>> {
    const sentAt = performance.now();
    const timeout = AbortSignal.timeout(call.hasCopy ? Math.min(this.timeoutMs, IMPATIENT_MS) : this.timeoutMs);
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${this.baseUrl}${BASE_PATH}${call.path}`, {
        method: call.method,
        headers: { ...call.headers, ...(call.body === undefined ? {} : { 'content-type': 'application/json' }) },
        body: call.body === undefined ? undefined : JSON.stringify(call.body),
        redirect: 'error',
        signal: timeout,
      });
      text = await response.text();
    } catch (error) {
      throw new CallFailed(timeout.aborted ? 'the Reference Data API did not answer in time' : 'the Reference Data API cannot be reached', !timeout.aborted, {
        cause: error,
      });
    }
    return { sentAt, ...this.read(call, response, text) };
  }

  private read<T>(call: Call<T>, response: Response, text: string) {
    const { status } = response;
    if (status === 304) return { kind: 'unchanged' } as const;
    if (status >= 500 || status === 429) {
      const waitMs = retryAfterMs(response.headers.get('retry-after'));
      if (waitMs > 0) this.silentUntil = performance.now() + waitMs;
      throw new CallFailed(`the Reference Data API answered ${status}`, waitMs === 0);
    }
    const json = parseJson(text);
    if (status === 200 || status === 201) {
      const value = call.schema.safeParse(json);
      if (value.success) return { kind: 'item', etag: response.headers.get('etag'), value: value.data } as const;
    } else if (status >= 400 && response.headers.get('content-type')?.startsWith('application/problem+json')) {
      const problem = problemSchema.safeParse(json);
      if (problem.success) return { kind: 'problem', problem: problem.data } as const;
    }
    throw new CallFailed(`what answered ${status} is not the Reference Data API`, false);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function retryAfterMs(header: string | null): number {
  const seconds = Number(header ?? 0);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1_000, MAX_RETRY_AFTER_MS) : 0;
}
