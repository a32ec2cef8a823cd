/** The words of a bulk retrigger, and where its canaries lead. Pure. */

export const RetriggerRunState = { CANARY: 'CANARY', RUNNING: 'RUNNING', STOPPED: 'STOPPED', DONE: 'DONE' } as const;
export type RetriggerRunState = keyof typeof RetriggerRunState;

/** True while somebody drives it. */
export function isUnderWay(state: RetriggerRunState): boolean {
  return state === 'CANARY' || state === 'RUNNING';
}

/** What is known of the errors of a run that were taken so far. */
export interface TakenErrors {
  /** Each of them has ended. */
  readonly ended: boolean;
  readonly anyRecovered: boolean;
  readonly anyFailedAgain: boolean;
  /** Nothing waits to be taken. */
  readonly last: boolean;
}

/** What a run does once everything that it may take for now is taken. Canaries that were all skipped say nothing: the next ones go. */
export type RunDecision = 'WAIT' | 'STOP' | 'RELEASE_REST' | 'NEXT_CANARIES' | 'DONE';

export function decideRun(state: 'CANARY' | 'RUNNING', taken: TakenErrors): RunDecision {
  if (!taken.ended) return 'WAIT';
  if (state === 'CANARY' && taken.anyFailedAgain) return 'STOP';
  if (taken.last) return 'DONE';
  if (state === 'RUNNING') return 'WAIT';
  return taken.anyRecovered ? 'RELEASE_REST' : 'NEXT_CANARIES';
}
