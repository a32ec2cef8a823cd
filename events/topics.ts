/** The topics: what each carries and how it is keyed. Names are versioned; a breaking change of a value is a new name. */

export const TOPICS = {
  /** One event per request and attempt that is to be processed, NORMAL and LOW; key: request id. */
  processing: 'oms.processing.v1',
  /** The same for HIGH; published first and read by a consumer of its own. */
  processingHigh: 'oms.processing-high.v1',
  /** One event per engine batch that the engine has taken, and one per request that is to be asked about again; key: batch id. */
  monitoring: 'oms.monitoring.v1',
  /** Every status event with its feed position; key: request id. */
  status: 'oms.status.v1',
  /** The final ones, for downstream systems; key: request id. */
  finalStatus: 'oms.final-status.v1',
  /** What could not be read or broke a rule, as it came; key: that of the original. */
  deadLetter: 'oms.dead-letter.v1',
  /** What changes no status but gateways should know; key: what it is about. */
  operations: 'oms.operations.v1',
} as const;

export type TopicName = (typeof TOPICS)[keyof typeof TOPICS];

export const ALL_TOPICS: readonly TopicName[] = Object.values(TOPICS);
