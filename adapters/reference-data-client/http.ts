/** Calls of the Reference Data API: short timeout, the protection of every outside API, and every failure as ReferenceDataUnavailable. */
import type { z } from 'zod';
import { GuardedApi, type ProtectionSettings } from '../../platform/protection/guarded-api';
import { retryAfterMs } from '../../platform/protection/retry-after';
import type { Circuit } from '../../services/ports/circuit';
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
/** Longest wait where a copy is at hand, in ms. */
const IMPATIENT_MS = 1_000;

class CallFailed extends ReferenceDataUnavailable {
  constructor(
    message: string,
    readonly blip: boolean,
    readonly retryAfterMs: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ReferenceDataUnavailable';
  }
}

export class ReferenceDataHttp {
  private readonly guard: GuardedApi;

  /** `probe` is the call that shows whether the API is back. */
  constructor(
    private readonly baseUrl: string,
    private readonly timeoutMs: number,
    settings: ProtectionSettings,
    probe: () => Call<unknown>,
  ) {
    this.guard = new GuardedApi({
      settings,
      counts: (error) => error instanceof CallFailed,
      retryAfterMs: (error) => (error instanceof CallFailed ? error.retryAfterMs : 0),
      isBlip: (error) => error instanceof CallFailed && error.blip,
      refusal: (cause) => new ReferenceDataUnavailable('the Reference Data API does not answer', { cause }),
      probe: () => this.once(probe()),
    });
  }

  get circuit(): Circuit {
    return this.guard.circuit;
  }

  /** Rejects with ReferenceDataUnavailable where the API does not answer, or something else answers in its place. */
  async call<T>(call: Call<T>): Promise<Answer<T>> {
    if (call.hasCopy && this.circuit.state === 'half-open') throw new ReferenceDataUnavailable('the Reference Data API is being tried');
    return this.guard.call(() => this.once(call), call);
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
      const message = timeout.aborted ? 'the Reference Data API did not answer in time' : 'the Reference Data API cannot be reached';
      throw new CallFailed(message, !timeout.aborted, 0, { cause: error });
    }
    return { sentAt, ...this.read(call, response, text) };
  }

  private read<T>(call: Call<T>, response: Response, text: string) {
    const { status } = response;
    if (status === 304) return { kind: 'unchanged' } as const;
    if (status >= 500 || status === 429) {
      const waitMs = retryAfterMs(response.headers.get('retry-after')) ?? 0;
      throw new CallFailed(`the Reference Data API answered ${status}`, waitMs === 0, waitMs);
    }
    const json = parseJson(text);
    if (status === 200 || status === 201) {
      const value = call.schema.safeParse(json);
      if (value.success) return { kind: 'item', etag: response.headers.get('etag'), value: value.data } as const;
    } else if (status >= 400 && response.headers.get('content-type')?.startsWith('application/problem+json')) {
      const problem = problemSchema.safeParse(json);
      if (problem.success) return { kind: 'problem', problem: problem.data } as const;
    }
    throw new CallFailed(`what answered ${status} is not the Reference Data API`, false, 0);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
