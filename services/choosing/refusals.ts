/** Why errors named by id were not taken: one user error for each. */
import type { Sequelize, Transaction } from 'sequelize';
import type { DocumentStatus, RecoveryStatus } from '../../domain/document';
import { isId } from '../../domain/ids';
import type { ContractCode, UserError } from '../../domain/user-errors';
import { rows } from '../../models/database';
import { Binds, errorConditions, recoveryStatusCondition, type ErrorFilter } from '../reading';
import { ELIGIBLE, HELD, SUPERSEDED, type Action } from './eligible';

interface Refused {
  readonly place: number;
  readonly recoveryStatus: RecoveryStatus | null;
  readonly requestStatus: DocumentStatus;
  readonly held: boolean;
  readonly superseded: boolean;
}

const DONE_TO: Readonly<Record<Action, string>> = { RETRIGGER: 'retriggered', DISMISS: 'dismissed', REOPEN: 'reopened' };

/**
 * One for each id of the filter that the tenant does not have, or that the action may not take now. Ids that the rest of the filter rules out are
 * left out in silence, as are all errors that were not named. Call before the action changes anything, under its locks where it takes any.
 */
export async function refusals(
  db: Sequelize,
  transaction: Transaction | undefined,
  action: Action,
  tenant: string,
  filter: ErrorFilter,
): Promise<UserError[]> {
  const ids = filter.ids ?? [];
  if (ids.length === 0) return [];
  const binds = new Binds();
  const named = binds.add(ids.map((id) => (isId(id) ? id : null)));
  const ruledIn = [...errorConditions({ ...filter, ids: null }, binds), ...recoveryStatusCondition(filter, binds), `NOT ${ELIGIBLE[action]}`];
  const found = await rows<Refused>(
    db,
    `SELECT i.place - 1 AS place, e.recovery_status AS "recoveryStatus", r.status AS "requestStatus", ${HELD} AS held, ${SUPERSEDED} AS superseded
       FROM unnest(${named}::uuid[]) WITH ORDINALITY AS i(id, place)
       LEFT JOIN (processing_errors e JOIN document_requests r ON r.id = e.request_id) ON e.id = i.id AND e.tenant = ${binds.add(tenant)}
      WHERE e.id IS NULL OR (${ruledIn.join(' AND ')}) ORDER BY i.place`,
    binds.values,
    transaction,
  );
  return found.map((each) => ({ field: ['filter', 'ids', String(each.place)], ...reasonOf(action, each) }));
}

function reasonOf(action: Action, refused: Refused): { code: ContractCode; message: string } {
  const { recoveryStatus, requestStatus, held, superseded } = refused;
  if (recoveryStatus === null) return { code: 'NOT_FOUND', message: 'there is no such error' };
  const done = DONE_TO[action];
  if (requestStatus === 'CANCELLED') return { code: 'ALREADY_FINAL', message: `its request is CANCELLED: the error can't be ${done} any more` };
  if (recoveryStatus === 'RETRYING') return { code: 'ALREADY_RETRYING', message: 'the error is RETRYING: wait for what comes of it' };
  if (recoveryStatus === 'RECOVERED' || recoveryStatus === 'FAILED_AGAIN' || superseded) {
    return { code: 'ALREADY_FINAL', message: `the error is ${recoveryStatus} and can't be ${done} any more` };
  }
  if (held) return { code: 'ALREADY_RETRYING', message: `the error is ${recoveryStatus} and held by a retrigger run, which will release it` };
  if (action === 'DISMISS') return { code: 'ALREADY_FINAL', message: `the error is ${recoveryStatus} already` };
  if (action === 'REOPEN') return { code: 'BAD_USER_INPUT', message: `the error is ${recoveryStatus}: only a DISMISSED one can be reopened` };
  return { code: 'ALREADY_RETRYING', message: `its request is ${requestStatus}: it is being worked on` };
}
