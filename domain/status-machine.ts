/** The one table of allowed status transitions. Pure: nothing here reads or writes. */
import type { DocumentStatus } from './document';

/** What makes a status change, beside the statuses themselves: some changes are allowed for one trigger only. */
export type Trigger = 'WORK' | 'POISON_MESSAGE' | 'RETRY_EVENT' | 'DISMISSAL' | 'EXHAUSTION' | 'CANCEL';

const FINAL: ReadonlySet<DocumentStatus> = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

const TRANSITIONS: Readonly<Record<DocumentStatus, Partial<Record<DocumentStatus, readonly Trigger[]>>>> = {
  ACCEPTED: {
    PROCESSING: ['WORK'],
    FAILED: ['POISON_MESSAGE'],
    CANCELLED: ['CANCEL'],
  },
  PROCESSING: {
    GENERATING: ['WORK'],
    RETRY_SCHEDULED: ['WORK'],
    FAILED: ['WORK'],
    CANCELLED: ['CANCEL'],
  },
  GENERATING: {
    COMPLETED: ['WORK'],
    RETRY_SCHEDULED: ['WORK'],
    FAILED: ['WORK'],
    CANCELLED: ['CANCEL'],
  },
  RETRY_SCHEDULED: {
    PROCESSING: ['RETRY_EVENT'],
    GENERATING: ['RETRY_EVENT'],
    FAILED: ['DISMISSAL', 'EXHAUSTION', 'POISON_MESSAGE'],
    CANCELLED: ['CANCEL'],
  },
  FAILED: {
    PROCESSING: ['RETRY_EVENT'],
    GENERATING: ['RETRY_EVENT'],
  },
  COMPLETED: {},
  CANCELLED: {},
};

/** True for COMPLETED, FAILED and CANCELLED. FAILED is final until a retry event takes it up again. */
export function isFinal(status: DocumentStatus): boolean {
  return FINAL.has(status);
}

/** True when `trigger` may move a request from `from` to `to`. */
export function mayChange(from: DocumentStatus, to: DocumentStatus, trigger: Trigger): boolean {
  return TRANSITIONS[from][to]?.includes(trigger) ?? false;
}

/** The statuses that `trigger` may move to `to`, in the contract's order. */
export function sourcesOf(to: DocumentStatus, trigger: Trigger): DocumentStatus[] {
  return (Object.keys(TRANSITIONS) as DocumentStatus[]).filter((from) => mayChange(from, to, trigger));
}

/** The attempt a request has after the change: a retry event adds one, everything else keeps it. */
export function attemptAfter(attempt: number, trigger: Trigger): number {
  return trigger === 'RETRY_EVENT' ? attempt + 1 : attempt;
}

/** Thrown where code asks for a transition that the table does not hold: a defect, never an outcome of a race. */
export class TransitionNotAllowed extends Error {
  constructor(from: DocumentStatus, to: DocumentStatus, trigger: Trigger) {
    super(`no transition ${from} → ${to} by ${trigger}`);
    this.name = 'TransitionNotAllowed';
  }
}
