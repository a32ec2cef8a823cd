/** The codes of processing errors: what each means for a retry. Explained one by one for people in docs/error-codes.md. */
import type { Stage } from './document';

interface ErrorRule {
  /** Whether the same request may pass when it is tried again without a person changing something. */
  readonly retriable: boolean;
  /** Where a retry begins: PROCESSING makes a new engine batch, MONITORING asks about the same one. */
  readonly retryStage: Stage;
  readonly meaning: string;
}

export const ERROR_RULES = {
  REFERENCE_DATA_UNAVAILABLE: { retriable: true, retryStage: 'PROCESSING', meaning: 'The Reference Data API did not answer.' },
  REFERENCE_DATA_NOT_FOUND: { retriable: false, retryStage: 'PROCESSING', meaning: 'A party that the data names does not exist.' },
  ENRICHMENT_INVALID: { retriable: false, retryStage: 'PROCESSING', meaning: 'The data could not be enriched as its type demands.' },
  ENGINE_UNAVAILABLE: { retriable: true, retryStage: 'PROCESSING', meaning: 'The engine refused or broke the connection, or answered 5xx or 429.' },
  ENGINE_TIMEOUT: { retriable: true, retryStage: 'PROCESSING', meaning: 'The engine did not answer in time, and had not begun.' },
  ENGINE_REJECTED: { retriable: false, retryStage: 'PROCESSING', meaning: 'The engine answered 4xx: it will not take this as it is.' },
  ENGINE_PROTOCOL: { retriable: true, retryStage: 'PROCESSING', meaning: 'The engine answered something that is not its API.' },
  ENGINE_JOB_LOST: { retriable: true, retryStage: 'PROCESSING', meaning: 'The engine no longer knows the job, or never showed it.' },
  ENGINE_RENDER_FAILED: { retriable: true, retryStage: 'PROCESSING', meaning: 'The engine tried to render the document and reported an error.' },
  MONITORING_FAILED: { retriable: true, retryStage: 'MONITORING', meaning: 'The state of the job could not be read, or its output not be stored.' },
  MONITORING_DEADLINE: { retriable: true, retryStage: 'MONITORING', meaning: 'The engine had the document for longer than the deadline.' },
  POISON_MESSAGE: { retriable: false, retryStage: 'PROCESSING', meaning: 'An event of the request could not be read or broke a rule.' },
} as const satisfies Record<string, ErrorRule>;

export type ErrorCode = keyof typeof ERROR_RULES;

/** The rule of a code. */
export function errorRule(code: ErrorCode): ErrorRule {
  return ERROR_RULES[code];
}
