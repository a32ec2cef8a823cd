/** RETRY_POLICIES: where error codes depart from the standard retry policy. */
import { z } from 'zod';
import { ERROR_RULES, type ErrorCode } from '../../domain/error-codes';

const policySchema = z
  .strictObject({
    maxAttempts: z.int().min(1).max(1_000),
    baseMs: z.int().min(1),
    capMs: z.int().min(1),
  })
  .partial();

const policiesSchema = z.partialRecord(z.enum(Object.keys(ERROR_RULES) as ErrorCode[]), policySchema);

/** The variable's schema: JSON such as `{"ENGINE_TIMEOUT":{"maxAttempts":8,"baseMs":5000}}`; what is not named is as RETRY_BASE_MS and its like say. */
export const retryPolicies = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON' });
      return z.NEVER;
    }
  })
  .pipe(policiesSchema)
  .optional();
