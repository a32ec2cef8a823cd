/**
 * platform/protection: what stands between us and an outside API, so that a sick one is not hammered: a limit on calls per second, one on calls
 * at once, a breaker, and one quick repeat of blips where repeating is harmless. The timeout is the call's own.
 */
import { BrokenCircuitError, ExponentialBackoff, bulkhead, handleWhen, retry, type IPolicy } from 'cockatiel';
import { Circuit, type CircuitOptions } from './circuit';
import { RateLimit } from './rate-limit';

export interface ProtectionSettings {
  /** Calls at once, per process; more wait. */
  readonly concurrency: number;
  readonly callsPerSecond: number;
  readonly failuresToOpen: number;
  readonly openMs: number;
  readonly openMaxMs: number;
}

export interface GuardedApiOptions extends Pick<CircuitOptions, 'counts' | 'retryAfterMs' | 'probe'> {
  readonly settings: ProtectionSettings;
  /** True for failures after which the same call may well pass: a cut connection, not a timeout. */
  readonly isBlip: (error: unknown) => boolean;
  /** The error of a call that was not made since the breaker is open. */
  readonly refusal: (cause: Error) => Error;
}

const REPEAT_AFTER_MS = 50;

export class GuardedApi {
  readonly circuit: Circuit;
  private readonly atOnce: IPolicy;
  private readonly perSecond: RateLimit;
  private readonly again: IPolicy;

  constructor(private readonly options: GuardedApiOptions) {
    const { settings, isBlip } = options;
    this.circuit = new Circuit({ ...options, ...settings });
    this.atOnce = bulkhead(settings.concurrency, Number.MAX_SAFE_INTEGER);
    this.perSecond = new RateLimit(settings.callsPerSecond);
    this.again = retry(handleWhen(isBlip), { maxAttempts: 1, backoff: new ExponentialBackoff({ initialDelay: REPEAT_AFTER_MS, maxDelay: 3 * REPEAT_AFTER_MS }) });
  }

  /** Makes the call. `repeatable`: doing it twice is as good as once. */
  async call<T>(work: () => Promise<T>, { repeatable }: { repeatable: boolean }): Promise<T> {
    try {
      return await (repeatable ? this.again.execute(() => this.once(work)) : this.once(work));
    } catch (error) {
      throw error instanceof BrokenCircuitError ? this.options.refusal(error) : error;
    }
  }

  private async once<T>(work: () => Promise<T>): Promise<T> {
    await this.perSecond.pass();
    return this.atOnce.execute(() => this.circuit.execute(work));
  }
}
