import fc from 'fast-check';
import { ERROR_RULES, type ErrorCode } from '../../../domain/error-codes';
import { backoffMs, judgeFailure, pollDelayMs, retryPolicyOf, type RetryPolicies } from '../../../domain/retry-policy';
import { parseEnvironment } from '../../../platform/config/environment';

const standard = { maxAttempts: 4, baseMs: 1_000, capMs: 10_000 };
const policies: RetryPolicies = { standard, byCode: { ENGINE_TIMEOUT: { maxAttempts: 7 }, ENGINE_JOB_LOST: { maxAttempts: 1 } } };
const code = fc.constantFrom(...(Object.keys(ERROR_RULES) as ErrorCode[]));

describe('what becomes of a failure', () => {
  it('is FAILED and EXHAUSTED for a permanent code or the last attempt that its code allows, else RETRY_SCHEDULED and PENDING with a due time', () => {
    fc.assert(
      fc.property(code, fc.integer({ min: 0, max: 8 }), (failed, counted) => {
        const verdict = judgeFailure(failed, counted, policies);
        const ends = !ERROR_RULES[failed].retriable || counted >= retryPolicyOf(policies, failed).maxAttempts;
        expect(verdict.status).toBe(ends ? 'FAILED' : 'RETRY_SCHEDULED');
        expect(verdict.recoveryStatus).toBe(ends ? 'EXHAUSTED' : 'PENDING');
        expect(verdict.delayMs === null).toBe(ends);
      }),
    );
  });

  it('waits anywhere between nothing and a bound that doubles up to the cap', () => {
    expect(backoffMs(standard, 1, () => 0)).toBe(0);
    expect(backoffMs(standard, 1, () => 0.999999)).toBe(1_000);
    expect(backoffMs(standard, 3, () => 0.999999)).toBe(4_000);
    expect(backoffMs(standard, 30, () => 0.999999)).toBe(10_000);
  });
});

describe('RETRY_POLICIES', () => {
  it('gives a code what it names, and the rest as usual', () => {
    expect(retryPolicyOf(policies, 'ENGINE_TIMEOUT')).toEqual({ ...standard, maxAttempts: 7 });
    expect(retryPolicyOf(policies, 'ENGINE_UNAVAILABLE')).toEqual(standard);
    expect(parseEnvironment({ RETRY_POLICIES: '{"ENGINE_TIMEOUT":{"maxAttempts":8}}' }).RETRY_POLICIES).toEqual({ ENGINE_TIMEOUT: { maxAttempts: 8 } });
  });

  it.each(['{', '[]', '{"NO_SUCH_CODE":{}}', '{"ENGINE_TIMEOUT":{"maxAttempts":0}}', '{"ENGINE_TIMEOUT":{"attempts":3}}'])('refuses %s by name', (text) => {
    expect(() => parseEnvironment({ RETRY_POLICIES: text })).toThrow(/RETRY_POLICIES/);
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
