/**
 * Bulk retriggers. A run and its frozen selection live in Postgres: run-rows.ts says how they are read, runs.ts lists them, start.ts begins one, steer.ts stops and
 * resumes it, step.ts takes it one step further, driver.ts does so by the clock in whichever process comes first. An error that a run holds bears
 * its id (`run_id`) until it has ended (`run_outcome`); an outcome moves to the item where the error goes on without that run.
 */
export { retriggerErrors, type RetriggerInput, type RetriggerResult } from './start';
export { resumeRun, stopRun, type SteerResult } from './steer';
export { readRun, type RunRow } from './run-rows';
export { readRunErrors, type ItemOutcome, type RunErrorPage } from './run-errors';
export { readRuns, type RunPage } from './runs';
export { RunDriver } from './driver';
export { keepOutcomes } from './outcomes';
