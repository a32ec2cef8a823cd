/** The codes of processing errors: what each means for a retry, and for people. docs/error-codes.md says the same, word by word. */
import type { Stage } from './document';

interface ErrorRule {
  /** Whether the same request may pass when it is tried again without a person changing something. */
  readonly retriable: boolean;
  /** Where a retry begins: PROCESSING makes a new engine batch, MONITORING asks about the same one. */
  readonly retryStage: Stage;
  readonly meaning: string;
  /** What becomes of it by itself. */
  readonly systemDoes: string;
  /** What is left to a person. */
  readonly whatToDo: string;
}

export type ErrorExplanation = Pick<ErrorRule, 'meaning' | 'systemDoes' | 'whatToDo'>;

export const ERROR_RULES = {
  REFERENCE_DATA_UNAVAILABLE: {
    retriable: true,
    retryStage: 'PROCESSING',
    meaning: 'The Reference Data API did not answer while parties were looked up; nothing has gone to the engine.',
    systemDoes: 'The document leaves its batch, and is tried again.',
    whatToDo: 'Look at the service and its Postgres, if it goes on.',
  },
  REFERENCE_DATA_NOT_FOUND: {
    retriable: false,
    retryStage: 'PROCESSING',
    meaning: '`data` names a party that does not exist in this tenant.',
    systemDoes: 'It is FAILED; the rest of its batch goes on.',
    whatToDo: 'Add the party, then retrigger; or submit again with the right id.',
  },
  ENRICHMENT_INVALID: {
    retriable: false,
    retryStage: 'PROCESSING',
    meaning: 'The parties that the data names could not be put into it: it has a field `parties` of its own, which must not be overwritten.',
    systemDoes: 'It is FAILED; the rest of its batch goes on.',
    whatToDo: 'Give the field another name, in the document type and in the data, then submit anew: a request keeps the version that it was validated against.',
  },
  ENGINE_UNAVAILABLE: {
    retriable: true,
    retryStage: 'PROCESSING',
    meaning: 'The engine refused or cut the connection, or answered 5xx or 429, more often than it is tried in place; every submit was withdrawn.',
    systemDoes: 'It is tried again in a new batch. While the breaker is open nothing is submitted and nothing fails.',
    whatToDo: 'Look at the engine and at what stands before it.',
  },
  ENGINE_TIMEOUT: {
    retriable: true,
    retryStage: 'PROCESSING',
    meaning: 'The engine did not answer in time, and its input was withdrawn before it began: no document was made.',
    systemDoes: 'It is tried again in a new batch.',
    whatToDo: 'If it goes on: is the engine overloaded, or THUNDERHEAD_TIMEOUT_MS too short?',
  },
  ENGINE_REJECTED: {
    retriable: false,
    retryStage: 'PROCESSING',
    meaning: 'The engine answered 4xx: it will not take this batch as it is, for example because its configuration is unknown there.',
    systemDoes: 'The batch is FAILED.',
    whatToDo: 'Make the configuration known to the engine, then retrigger; or correct `engineConfiguration` of the document type and submit anew.',
  },
  ENGINE_PROTOCOL: {
    retriable: true,
    retryStage: 'PROCESSING',
    meaning: "Something answered that does not speak the engine's API, often a proxy's own page; or a finished job says nothing of the document.",
    systemDoes: 'It is tried again in a new batch.',
    whatToDo: 'Look at THUNDERHEAD_URL and what stands before it.',
  },
  ENGINE_JOB_LOST: {
    retriable: true,
    retryStage: 'PROCESSING',
    meaning: 'The engine no longer knows the job, or took the input and never showed a job of that name within ADOPT_DEADLINE_MS; or what it made was cleared before a late retrigger could read it.',
    systemDoes: 'It is tried again in a new batch.',
    whatToDo: 'If it happens without a restart of the engine, ask its operator where jobs go.',
  },
  ENGINE_RENDER_FAILED: {
    retriable: true,
    retryStage: 'PROCESSING',
    meaning: "The engine worked on the document and reported an error; the message is the engine's.",
    systemDoes: 'Where one document failed, that one alone is tried again. Where the whole job failed, all are, in halves, until the document that it failed for stands alone; retries in halves do not count as attempts.',
    whatToDo: 'If it repeats, data and template do not fit: correct the template, then retrigger.',
  },
  MONITORING_FAILED: {
    retriable: true,
    retryStage: 'MONITORING',
    meaning: 'The state of the job could not be read, or its manifest stayed unreadable: the document may exist.',
    systemDoes: 'The same job is asked again; there is no second document.',
    whatToDo: 'Look at the transfer folder and the job at the engine, then retrigger.',
  },
  MONITORING_DEADLINE: {
    retriable: true,
    retryStage: 'MONITORING',
    meaning: 'The engine had the document for longer than MONITORING_DEADLINE_MS of working time: time in which the breaker was closed and the appliance AVAILABLE.',
    systemDoes: 'The same job is asked again, its deadline counted anew; there is no second document.',
    whatToDo: 'See why the job does not end; when it has, retrigger what is EXHAUSTED.',
  },
  POISON_MESSAGE: {
    retriable: false,
    retryStage: 'PROCESSING',
    meaning: 'An event of the request could not be read or broke a rule.',
    systemDoes: 'The record lies on `oms.dead-letter.v1` with its reason and where it came from; the request is FAILED. Where the event was to have the same job asked again, a retry still begins at MONITORING, so that no second document is made.',
    whatToDo: 'Find out who wrote the record (`npm run dead-letters -- show`); then retrigger, which writes a new event.',
  },
} as const satisfies Record<string, ErrorRule>;

export type ErrorCode = keyof typeof ERROR_RULES;

/** The rule of a code. */
export function errorRule(code: ErrorCode): ErrorRule {
  return ERROR_RULES[code];
}

/** What a recorded code means; of one that this version does not know, that it does not. */
export function explainError(code: string): ErrorExplanation {
  const rule: ErrorRule | undefined = Object.hasOwn(ERROR_RULES, code) ? ERROR_RULES[code as ErrorCode] : undefined;
  if (rule) return { meaning: rule.meaning, systemDoes: rule.systemDoes, whatToDo: rule.whatToDo };
  return {
    meaning: 'This version of the system does not know the code.',
    systemDoes: 'What its recovery status says.',
    whatToDo: 'Read its message, and the notes of the version that recorded it.',
  };
}
