import fc from 'fast-check';
import { ERROR_RULES, type ErrorCode } from '../../../domain/error-codes';
import { backoffMs, judgeFailure, pollDelayMs } from '../../../domain/retry-policy';

const policy = { maxAttempts: 4, baseMs: 1_000, capMs: 10_000 };
const code = fc.constantFrom(...(Object.keys(ERROR_RULES) as ErrorCode[]));

describe('what becomes of a failure', () => {
  it('is FAILED and EXHAUSTED for a permanent code or the last attempt, else RETRY_SCHEDULED and PENDING with a due time', () => {
    fc.assert(
      fc.property(code, fc.integer({ min: 1, max: 8 }), (failed, attempt) => {
        const verdict = judgeFailure(failed, attempt, policy);
        const ends = !ERROR_RULES[failed].retriable || attempt >= policy.maxAttempts;
        expect(verdict.status).toBe(ends ? 'FAILED' : 'RETRY_SCHEDULED');
        expect(verdict.recoveryStatus).toBe(ends ? 'EXHAUSTED' : 'PENDING');
        expect(verdict.delayMs === null).toBe(ends);
      }),
    );
  });

  it('waits anywhere between nothing and a bound that doubles up to the cap', () => {
    expect(backoffMs(policy, 1, () => 0)).toBe(0);
    expect(backoffMs(policy, 1, () => 0.999999)).toBe(1_000);
    expect(backoffMs(policy, 3, () => 0.999999)).toBe(4_000);
    expect(backoffMs(policy, 30, () => 0.999999)).toBe(10_000);
  });
});

describe('polls of one batch', () => {
  it('come less and less often, up to a bound', () => {
    const schedule = { pollFirstMs: 100, pollMaxMs: 5_000 };
    const delays = Array.from({ length: 20 }, (_, count) => pollDelayMs(schedule, count));
    expect(delays[0]).toBe(100);
    expect(delays.at(-1)).toBe(5_000);
    expect([...delays].sort((a, b) => a - b)).toEqual(delays);
  });
});
