/** Recovery as others see it: its job, and the two ways in which errors are released and ended by name. */
export { closeErrors, type ErrorEnd } from './close-errors';
export { recoverDueErrors } from './recover';
export { releaseErrors } from './release-errors';
