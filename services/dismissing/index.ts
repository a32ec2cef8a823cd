/** Giving errors up, and taking that back. */
export { dismissErrors } from './dismiss';
export { reopenErrors } from './reopen';
export type { DismissingInput, DismissingResult } from './act';
