/** The use case behind cancelDocumentRequest. */
import type { Sequelize, Transaction } from 'sequelize';
import { mayAdminister, mayCancel, maySubmit, type Caller } from '../../domain/caller';
import type { DocumentStatus } from '../../domain/document';
import { isId } from '../../domain/ids';
import { isFinal } from '../../domain/status-machine';
import { CodedError, type UserError } from '../../domain/user-errors';
import { rows } from '../../models/database';
import { writeAudit } from '../audit';
import { pollIfWhollyCancelled } from '../batch-rows';
import { closeErrors } from '../recovery/close-errors';
import { changeStatuses } from '../status-change';
import { isDatabaseUnavailable, orUnavailable } from '../unavailable';

/** Characters of a reason, at most. */
const MAX_REASON_LENGTH = 1_000;

export interface CancelResult {
  /** The request as it is now; null where the reason given cannot be stored. */
  readonly requestId: string | null;
  readonly userErrors: UserError[];
}

interface Found {
  readonly id: string;
  readonly source: string;
  readonly status: DocumentStatus;
  readonly attempt: number;
  readonly engineBatchId: string | null;
}

/**
 * Cancels a request that is not final and dismisses its open error; the reason becomes the message of its status event. The engine is told
 * where every member of the request's job is cancelled now. ALREADY_FINAL is a user error. Throws CodedError: FORBIDDEN where the caller may not cancel it, NOT_FOUND where it does not exist for the caller's tenant,
 * SERVICE_UNAVAILABLE.
 */
export async function cancelRequest(
  deps: { readonly database: Sequelize },
  caller: Caller,
  id: string,
  reason: string | null,
): Promise<CancelResult> {
  // Who may submit may cancel something; others are not even told what exists.
  if (!maySubmit(caller)) throw new CodedError('FORBIDDEN', 'Cancelling needs the role client or admin.');
  const fault = faultOfReason(reason);
  if (fault) return { requestId: null, userErrors: [{ field: ['reason'], code: 'BAD_USER_INPUT', message: fault }] };
  const { result, waitedIn } = await orUnavailable(() =>
    deps.database.transaction((transaction) => cancelIn(deps.database, transaction, caller, id, reason)),
  );
  if (waitedIn !== null) await tellEngine(deps.database, waitedIn);
  return result;
}

/** In a statement of its own, since a batch is locked before its requests. The cancel stands whether or not the engine can be told. */
async function tellEngine(db: Sequelize, batchId: string): Promise<void> {
  await pollIfWhollyCancelled(db, batchId).catch((error: unknown) => {
    if (!isDatabaseUnavailable(error)) throw error;
  });
}

function faultOfReason(reason: string | null): string | null {
  if (reason === null) return null;
  if (reason.length > MAX_REASON_LENGTH) return `reason has ${reason.length} characters; at most ${MAX_REASON_LENGTH} are allowed`;
  return reason.includes('\0') ? 'reason holds a NUL character, which cannot be stored' : null;
}

interface Cancelled {
  readonly result: CancelResult;
  /** The batch that nobody polls, since its members wait for a retry, in which the request was cancelled; null: none. */
  readonly waitedIn: string | null;
}

async function cancelIn(db: Sequelize, transaction: Transaction, caller: Caller, id: string, reason: string | null): Promise<Cancelled> {
  const found = isId(id) ? await lock(db, transaction, caller.tenant, id) : null;
  if (!found) throw new CodedError('NOT_FOUND', 'There is no such document request.');
  if (!mayCancel(caller, found.source)) throw new CodedError('FORBIDDEN', "A client cancels its own source's requests only.");
  if (isFinal(found.status)) {
    const message = `the request is ${found.status} already; only one that is not final can be cancelled`;
    return { result: { requestId: found.id, userErrors: [{ field: ['id'], code: 'ALREADY_FINAL', message }] }, waitedIn: null };
  }
  const { status, attempt, engineBatchId } = found;
  const changed = await changeStatuses(db, transaction, [
    { requestId: found.id, from: { status, attempt, engineBatchId }, to: 'CANCELLED', trigger: 'CANCEL', stage: null, message: reason, actor: caller.subject },
  ]);
  if (!changed.has(found.id)) throw new Error(`request ${found.id} changed although its row was locked`);
  await closeErrors(db, transaction, [found.id], 'DISMISSED', caller.subject);
  // What clients do with their own is told by the timeline alone.
  if (mayAdminister(caller)) {
    await writeAudit(db, transaction, { tenant: caller.tenant, actor: caller.subject, action: 'CANCEL', subject: found.id, note: reason, counts: {} });
  }
  return { result: { requestId: found.id, userErrors: [] }, waitedIn: status === 'RETRY_SCHEDULED' ? engineBatchId : null };
}

async function lock(db: Sequelize, transaction: Transaction, tenant: string, id: string): Promise<Found | null> {
  const [found] = await rows<Found>(
    db,
    `SELECT id, source, status, attempt, engine_batch_id AS "engineBatchId" FROM document_requests
      WHERE id = $1 AND tenant = $2 FOR NO KEY UPDATE`,
    [id, tenant],
    transaction,
  );
  return found ?? null;
}
