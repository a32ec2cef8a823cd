/** Reopening: a dismissed error is an administrator's turn again. */
import { announceErrors } from '../announcing';
import { keepOutcomes } from '../retriggering';
import { act, type By, type DismissingDeps, type DismissingInput, type DismissingResult } from './act';

/** Takes DISMISSED errors, which become EXHAUSTED; their requests stay FAILED. */
export function reopenErrors(deps: DismissingDeps, caller: By, input: DismissingInput): Promise<DismissingResult> {
  const { database } = deps;
  return act(deps, caller, 'REOPEN', input, async (transaction, page) => {
    const ids = page.map(({ id }) => id);
    await keepOutcomes(database, transaction, page);
    await database.query(
      `UPDATE processing_errors SET recovery_status = 'EXHAUSTED', resolved_at = NULL, actor = $2, run_id = NULL, run_outcome = NULL
        WHERE id = ANY ($1::uuid[])`,
      { bind: [ids, caller.subject], transaction },
    );
    await announceErrors(database, transaction, ids);
  });
}
