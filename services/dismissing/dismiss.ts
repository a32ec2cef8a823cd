/** Dismissing: the error is given up. A request that waited for its retry becomes FAILED; an item of a retrigger run is skipped. */
import { closeErrors } from '../recovery/close-errors';
import { changeStatuses } from '../status-change';
import { act, type By, type DismissingDeps, type DismissingInput, type DismissingResult } from './act';

/** Takes PENDING and EXHAUSTED errors. */
export function dismissErrors(deps: DismissingDeps, caller: By, input: DismissingInput): Promise<DismissingResult> {
  const { database } = deps;
  return act(deps, caller, 'DISMISS', input, async (transaction, page) => {
    const waiting = page.filter(({ requestStatus }) => requestStatus === 'RETRY_SCHEDULED');
    await changeStatuses(
      database,
      transaction,
      waiting.map(({ requestId, attempt, engineBatchId }) => ({
        requestId,
        from: { status: 'RETRY_SCHEDULED', attempt, engineBatchId },
        to: 'FAILED',
        trigger: 'DISMISSAL',
        stage: null,
        message: input.note,
        actor: caller.subject,
      })),
    );
    await closeErrors(database, transaction, page.map(({ requestId }) => requestId), 'DISMISSED', caller.subject);
  });
}
