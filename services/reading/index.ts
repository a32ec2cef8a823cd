/**
 * Reading: requests and what belongs to them, as rows in the words of the contract. request-reader.ts is the door, filter.ts and selection.ts
 * make the statements of lists, page.ts pages and counts, rows.ts says what the rows hold.
 */
export { createRequestReader, type RequestReader } from './request-reader';
export type { RequestFilter } from './filter';
export type { BatchRow, ErrorRow, OutputRow, RequestRow, StatusCountsRow, SubmissionRow } from './rows';
