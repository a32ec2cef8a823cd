/** Rows of a file as requests of a batch. */
import type { SubmitDocumentRequestInput } from '../../../generated/graphql';
import type { Fault, JsonObject } from '../../../ui/data-schema';

export interface BatchRow {
  /** In the file, from 1; where people look for it. */
  readonly line: number;
  /** As it stood in the file, to give it back for correction. */
  readonly original: JsonObject;
  readonly input: Omit<SubmitDocumentRequestInput, 'documentType'>;
  /** What the file alone tells to be wrong, before any schema. */
  readonly faults: readonly Fault[];
}

export interface BatchFile {
  readonly name: string;
  readonly kind: 'csv' | 'json';
  readonly rows: readonly BatchRow[];
}

export interface FaultyRow {
  readonly row: BatchRow;
  readonly faults: readonly Fault[];
  /** The page saw it before sending, or the gateway refused it. */
  readonly by: 'page' | 'gateway';
}

export const MAX_ROWS = 10_000;
/** The fields of a request that a file may give beside its data. */
export const REQUEST_FIELDS = ['clientReference', 'format', 'priority', 'source', 'idempotencyKey'] as const;
/** The column (or property) that tells what was wrong; left out when it is read again. */
export const PROBLEM = '#problem';
