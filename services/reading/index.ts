/**
 * Reading: requests, errors and what belongs to them, as rows in the words of the contract. request-reader.ts and error-reader.ts are the doors,
 * the files of filters and selections make the statements of lists, page.ts pages and counts, rows.ts says what the rows hold.
 */
export type { RequestPage } from './page';
export { createRequestReader, type RequestReader } from './request-reader';
export { createErrorReader, pageOfErrors, type ErrorCursors, type ErrorPage, type ErrorReader, type PlacedError } from './error-reader';
export { emptyLists, errorConditions, givenFields, recoveryStatusCondition, type ErrorFilter } from './error-filter';
export { errorGroupsStatement } from './error-selection';
export { Binds, type RequestFilter } from './filter';
export { ERROR_COLUMNS, STATUS_COUNTS } from './rows';
export type { BatchRow, ErrorRow, OutputRow, RequestRow, StatusCountsRow, SubmissionRow } from './rows';
