import type { Migration } from './migration';

/** The tables of the Reference Data API. */
export const referenceData: Migration = {
  name: '0002-reference-data',
  up: `SELECT 1;`,
  down: `SELECT 1;`,
};
