/**
 * Figures over time, rolled up from the status feed: roll-up.ts adds a page of it, exactly once, rollup.ts does so by the clock, intervals.ts says
 * which intervals are kept, throughput.ts and usage.ts read what came of it.
 */
export { Rollup } from './rollup';
export { forgetOldIntervals } from './intervals';
export { Throughput, type ThroughputPointRow } from './throughput';
export { requestCounts, type DocumentTypeVersion } from './usage';
