/** When and whether a failed request is tried again: exponential backoff with full jitter, bounded attempts. */
import { errorRule, type ErrorCode } from './error-codes';
import type { DocumentStatus, RecoveryStatus } from './document';

export interface RetryPolicy {
  /** Attempts in all, the first one included. */
  readonly maxAttempts: number;
  /** Upper bound of the first wait, in ms; each further attempt doubles it. */
  readonly baseMs: number;
  /** Upper bound of any wait, in ms. */
  readonly capMs: number;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = { maxAttempts: 5, baseMs: 2_000, capMs: 300_000 };

/** Full jitter: uniform in [0, min(cap, base·2^(attempt−1))] ms. `random` gives [0, 1). */
export function backoffMs(policy: RetryPolicy, attempt: number, random: () => number = Math.random): number {
  const bound = Math.min(policy.capMs, policy.baseMs * 2 ** Math.max(0, attempt - 1));
  return Math.round(random() * bound);
}

export interface FailureVerdict {
  readonly status: Extract<DocumentStatus, 'RETRY_SCHEDULED' | 'FAILED'>;
  readonly recoveryStatus: Extract<RecoveryStatus, 'PENDING' | 'EXHAUSTED'>;
  /** Wait before the next attempt in ms; null where nobody tries again by itself. */
  readonly delayMs: number | null;
}

/** What becomes of a request whose `attempt` failed with `code`: permanent codes and the last attempt end it. */
export function judgeFailure(
  code: ErrorCode,
  attempt: number,
  policy: RetryPolicy = DEFAULT_RETRY_POLICY,
  random: () => number = Math.random,
): FailureVerdict {
  if (!errorRule(code).retriable || attempt >= policy.maxAttempts) {
    return { status: 'FAILED', recoveryStatus: 'EXHAUSTED', delayMs: null };
  }
  return { status: 'RETRY_SCHEDULED', recoveryStatus: 'PENDING', delayMs: backoffMs(policy, attempt, random) };
}

/** Wait before poll `count` + 1 of a batch in ms: grows by half each time from `pollFirstMs` to `pollMaxMs`. */
export function pollDelayMs(schedule: { readonly pollFirstMs: number; readonly pollMaxMs: number }, count: number): number {
  return Math.round(Math.min(schedule.pollMaxMs, schedule.pollFirstMs * 1.5 ** Math.max(0, count)));
}
