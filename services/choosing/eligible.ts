/** Which errors an action may take, as SQL over `processing_errors e` and its request, `document_requests r`. */
import { errorConditions, recoveryStatusCondition, type Binds, type ErrorFilter } from '../reading';

export type Action = 'RETRIGGER' | 'DISMISS' | 'REOPEN';

/** A run has marked it and it has not ended: nobody else retriggers it. */
export const HELD = `(e.run_id IS NOT NULL AND e.run_outcome IS NULL)`;

/** A newer error of its request tells what became of it. */
export const SUPERSEDED = `EXISTS (SELECT 1 FROM processing_errors n WHERE n.request_id = e.request_id AND (n.occurred_at, n.id) > (e.occurred_at, e.id))`;

/** The request waits for somebody: nothing of it is under way. */
export const WAITING = `r.status IN ('RETRY_SCHEDULED','FAILED')`;

export const ELIGIBLE: Readonly<Record<Action, string>> = {
  RETRIGGER: `(${WAITING} AND NOT ${HELD} AND (e.recovery_status IN ('PENDING','EXHAUSTED') OR (e.recovery_status = 'DISMISSED' AND NOT ${SUPERSEDED})))`,
  // One that a run holds may be taken out of it: its item is skipped.
  DISMISS: `(${WAITING} AND e.recovery_status IN ('PENDING','EXHAUSTED'))`,
  REOPEN: `(${WAITING} AND e.recovery_status = 'DISMISSED' AND NOT ${SUPERSEDED})`,
};

/** Everything that the filter says, and the tenant. */
export function filterConditions(tenant: string, filter: ErrorFilter, binds: Binds): string[] {
  return [`e.tenant = ${binds.add(tenant)}`, ...errorConditions(filter, binds), ...recoveryStatusCondition(filter, binds)];
}

/** FROM and WHERE of the errors that the action takes. */
export function chosenErrors(action: Action, tenant: string, filter: ErrorFilter, binds: Binds): string {
  const conditions = [...filterConditions(tenant, filter, binds), ELIGIBLE[action]];
  return `FROM processing_errors e JOIN document_requests r ON r.id = e.request_id WHERE ${conditions.join(' AND ')}`;
}
