/**
 * Dead letters as operators see them: a list, kept by a consumer of their topic (record.ts), read in pages (read.ts), replayed (replay.ts) and
 * forgotten after a while (forget.ts). Small ones stand whole in their rows, larger ones on the shelf (whole.ts); rows.ts says what people see.
 */
export { forgetDeadLetters } from './forget';
export { countDeadLetters, readDeadLetter, readDeadLetters, type DeadLetterPage, type DeadLetterQuery } from './read';
export { recordDeadLetters, shelfName, type Shelf } from './record';
export { replayDeadLetters, type ReplayDeps, type ReplayResult } from './replay';
export type { DeadLetterRow } from './rows';
export { wholeText } from './whole';
