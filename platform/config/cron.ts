/** Cron patterns: five fields, or six with seconds in front, in UTC. */
import { CronExpressionParser } from 'cron-parser';
import { z } from 'zod';

function faultOf(pattern: string): string | null {
  try {
    CronExpressionParser.parse(pattern, { tz: 'UTC' });
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The schema of an optional variable that holds one. */
export const cronPattern = z
  .string()
  .superRefine((pattern, context) => {
    const fault = faultOf(pattern);
    if (fault) context.addIssue({ code: 'custom', message: `is no cron pattern: ${fault}` });
  })
  .optional();
