/** How a batch leaves processing: with its job at the engine, or with errors. Each is one transaction, and nothing happens where the claim is lost. */
import type { Sequelize } from 'sequelize';
import { jobName, type BatchKind } from '../../domain/engine-batch';
import type { ErrorCode } from '../../domain/error-codes';
import { traceparentOf } from '../../domain/ids';
import type { RetryPolicies } from '../../domain/retry-policy';
import { writeOutbox } from '../../events/outbox';
import { TOPICS } from '../../events/topics';
import { closeBatch, lockClaim, lockMembers } from '../batch-rows';
import { recordFailures, type Failure } from '../failing';
import { changeStatuses } from '../status-change';
import { markGenerating, type Member } from './batches';

export interface OutcomeDeps {
  readonly database: Sequelize;
  readonly retryPolicies: RetryPolicies;
}

/** A batch in this process's hands. `claim` grows as numbers are used up, so that renewing its lease stays right. */
export interface HeldBatch {
  readonly id: string;
  readonly kind: BatchKind;
  claim: number;
}

const ACTOR = 'processing';

/** The job exists: batch and members become GENERATING, with the event that has it watched over. Nothing happens where the claim is lost. */
export async function commitGenerating(deps: OutcomeDeps, batch: HeldBatch, number: number, engineReference: string): Promise<void> {
  const { database } = deps;
  await database.transaction(async (transaction) => {
    if (!(await lockClaim(database, transaction, batch.id, batch.claim))) return;
    await markGenerating(database, transaction, batch.id, engineReference);
    const members = await lockMembers(database, transaction, batch.id, 'PROCESSING');
    const [outboxId] = await writeOutbox(database, transaction, [
      {
        topic: TOPICS.monitoring,
        key: batch.id,
        type: 'oms.monitoring.requested',
        id: jobName(batch.id, number),
        tenant: batch.kind.tenant,
        sequence: null,
        traceparent: members[0] ? traceparentOf(members[0].traceId) : null,
        value: { batchId: batch.id, number },
      },
    ]);
    await changeStatuses(
      database,
      transaction,
      members.map((member) => ({
        requestId: member.requestId,
        from: { status: 'PROCESSING', attempt: member.attempt, engineBatchId: batch.id },
        to: 'GENERATING',
        trigger: 'WORK',
        stage: 'PROCESSING',
        message: null,
        actor: ACTOR,
        outboxId,
      })),
    );
  });
}

/** Those that could not be enriched leave the batch with an error; the rest goes on. */
export async function refuseMembers(
  deps: OutcomeDeps,
  batch: HeldBatch,
  refused: readonly { member: Member; code: ErrorCode; message: string }[],
): Promise<void> {
  const { database } = deps;
  await database.transaction(async (transaction) => {
    if (!(await lockClaim(database, transaction, batch.id, batch.claim))) return;
    await recordFailures(
      database,
      transaction,
      refused.map(({ member, code, message }) => failure(member, batch.id, code, message)),
      { policies: deps.retryPolicies, actor: ACTOR },
    );
  });
}

/** Every member fails alike and the batch ends. */
export async function failMembers(deps: OutcomeDeps, batch: HeldBatch, code: ErrorCode, message: string): Promise<void> {
  const { database } = deps;
  await database.transaction(async (transaction) => {
    if (!(await lockClaim(database, transaction, batch.id, batch.claim))) return;
    const members = await lockMembers(database, transaction, batch.id, 'PROCESSING');
    await recordFailures(
      database,
      transaction,
      members.map((member) => failure(member, batch.id, code, message)),
      { policies: deps.retryPolicies, actor: ACTOR },
    );
    await closeBatch(database, transaction, batch.id);
  });
}

function failure(member: { requestId: string; attempt: number }, engineBatchId: string, code: ErrorCode, message: string): Failure {
  const from = { status: 'PROCESSING', attempt: member.attempt, engineBatchId } as const;
  return { requestId: member.requestId, from, stage: 'PROCESSING', code, message };
}

/** No member is left: the batch ends. */
export async function closeEmpty(deps: OutcomeDeps, batch: HeldBatch): Promise<void> {
  await deps.database.transaction(async (transaction) => {
    if (await lockClaim(deps.database, transaction, batch.id, batch.claim)) await closeBatch(deps.database, transaction, batch.id);
  });
}
