/** When and whether a failed request is tried again: exponential backoff with full jitter, bounded attempts, both per error code. */
import { errorRule, type ErrorCode } from './error-codes';
import type { DocumentStatus, RecoveryStatus } from './document';

export interface RetryPolicy {
  /** Attempts in all, the first one included; since the last retrigger by a person where there was one. */
  readonly maxAttempts: number;
  /** Upper bound of the first wait, in ms; each further attempt doubles it. */
  readonly baseMs: number;
  /** Upper bound of any wait, in ms. */
  readonly capMs: number;
}

export interface RetryPolicies {
  readonly standard: RetryPolicy;
  /** Where a code departs from it. */
  readonly byCode: Readonly<Partial<Record<ErrorCode, Partial<RetryPolicy>>>>;
}

/** The policy of a code. */
export function retryPolicyOf(policies: RetryPolicies, code: ErrorCode): RetryPolicy {
  return { ...policies.standard, ...policies.byCode[code] };
}

/** Full jitter: uniform in [0, min(cap, base·2^(attempt−1))] ms. `random` gives [0, 1). */
export function backoffMs(policy: RetryPolicy, attempt: number, random: () => number = Math.random): number {
  const bound = Math.min(policy.capMs, policy.baseMs * 2 ** Math.max(0, attempt - 1));
  return Math.round(random() * bound);
}

/**
 * True where no attempt is left. `counted` are the attempts made so far without those that do not count: retries in a smaller batch than the
 * one that failed whole, and everything before the last retrigger.
 */
export function isExhausted(policies: RetryPolicies, code: ErrorCode, counted: number): boolean {
  return counted >= retryPolicyOf(policies, code).maxAttempts;
}

export interface FailureVerdict {
  readonly status: Extract<DocumentStatus, 'RETRY_SCHEDULED' | 'FAILED'>;
  readonly recoveryStatus: Extract<RecoveryStatus, 'PENDING' | 'EXHAUSTED'>;
  /** Wait before the next attempt in ms; null where nobody tries again by itself. */
  readonly delayMs: number | null;
}

/** What becomes of a request that failed with `code` after so many counted attempts: permanent codes and the last attempt end it. */
export function judgeFailure(
  code: ErrorCode,
  counted: number,
  policies: RetryPolicies,
  random: () => number = Math.random,
): FailureVerdict {
  if (!errorRule(code).retriable || isExhausted(policies, code, counted)) {
    return { status: 'FAILED', recoveryStatus: 'EXHAUSTED', delayMs: null };
  }
  return { status: 'RETRY_SCHEDULED', recoveryStatus: 'PENDING', delayMs: backoffMs(retryPolicyOf(policies, code), counted, random) };
}

/** Wait before poll `count` + 1 of a batch in ms: grows by half each time from `pollFirstMs` to `pollMaxMs`. */
export function pollDelayMs(schedule: { readonly pollFirstMs: number; readonly pollMaxMs: number }, count: number): number {
  return Math.round(Math.min(schedule.pollMaxMs, schedule.pollFirstMs * 1.5 ** Math.max(0, count)));
}
