/** The consumer of oms.dead-letter.v1 that keeps the list of dead letters. */
import type { RecordHandler } from '../events/ports';
import type { Logger } from '../platform/logging';
import { recordDeadLetters, type Shelf } from '../services/dead-letters';

export const DEAD_LETTER_LIST_GROUP = 'oms-dead-letter-list';

export function createDeadLetterListHandler(shelf: Shelf, logger: Logger): RecordHandler {
  return async (records) => {
    const strange = await recordDeadLetters(shelf, records);
    if (strange > 0) logger.warn({ records: strange }, 'records on the dead-letter topic are no dead letters of ours; they are not listed');
  };
}
