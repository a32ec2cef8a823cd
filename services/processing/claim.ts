/**
 * services/processing: from a processing event to a document at the engine. This file: the claim, one transaction that is the whole effect of
 * the events it takes; once it has committed their offsets may be committed too.
 */
import type { Sequelize, Transaction } from 'sequelize';
import { formBatches, type BatchKind, type Candidate } from '../../domain/engine-batch';
import { newId } from '../../domain/ids';
import type { DocumentStatus } from '../../domain/document';
import type { ProcessingEvent } from '../../events/schemas';
import { rows } from '../../models/database';
import { crashPoint } from '../../platform/crash-points';
import { changeStatuses, type StatusChange } from '../status-change';

/** A processing event with the tenant from its envelope. */
export type ClaimableEvent = ProcessingEvent & { readonly tenant: string };

export interface ClaimedBatch {
  readonly id: string;
  readonly kind: BatchKind;
  /** The batch's claim, which is also the number of its next transaction file. */
  readonly claim: number;
  readonly size: number;
}

export interface ClaimOptions {
  /** This process, for people who look. */
  readonly holder: string;
  readonly leaseMs: number;
  readonly batchSize: number;
}

interface FoundRequest {
  id: string;
  status: DocumentStatus;
  attempt: number;
  engineBatchId: string | null;
  batchLimit: number | null;
}

interface Claim extends Candidate {
  readonly event: ClaimableEvent;
  readonly found: FoundRequest;
}

/** Claims for bulk jobs: makes the batches and moves their members to PROCESSING. Events that came too late or again do nothing. */
export async function claimForBulk(db: Sequelize, events: readonly ClaimableEvent[], options: ClaimOptions): Promise<ClaimedBatch[]> {
  return claim(db, events, options, 'BULK');
}

/** Claims for rendering on demand: a batch of one each, GENERATING at once. */
export async function claimOnDemand(db: Sequelize, events: readonly ClaimableEvent[], options: Omit<ClaimOptions, 'batchSize'>): Promise<ClaimedBatch[]> {
  return claim(db, events, { ...options, batchSize: 1 }, 'ON_DEMAND');
}

async function claim(db: Sequelize, events: readonly ClaimableEvent[], options: ClaimOptions, mode: 'BULK' | 'ON_DEMAND'): Promise<ClaimedBatch[]> {
  const batches = await db.transaction(async (transaction) => {
    const claims = await findClaimable(db, transaction, events);
    if (claims.length === 0) return [];
    const formed = formBatches(claims, options.batchSize).map((members) => ({ id: newId(), members }));
    await changeStatuses(db, transaction, formed.flatMap(({ id, members }) => members.map((member) => toProcessing(member, id))));
    if (mode === 'ON_DEMAND') {
      await changeStatuses(db, transaction, formed.flatMap(({ id, members }) => members.map((member) => toGenerating(member, id))));
    }
    await insertBatches(db, transaction, formed, options, mode);
    crashPoint('claim:before-commit');
    return formed.map(({ id, members }) => ({ id, kind: (members[0] as Claim).kind, claim: 1, size: members.length }));
  });
  crashPoint('claim:after-commit');
  return batches;
}

/** Locks the requests, in id order, and keeps those that stand where their event expects them. The lock makes the later compare-and-set certain. */
async function findClaimable(db: Sequelize, transaction: Transaction, events: readonly ClaimableEvent[]): Promise<Claim[]> {
  // A late repeat of an earlier event must not hide the retry that came with it.
  const wanted = new Map([...events].sort((a, b) => a.attempt - b.attempt).map((event) => [event.requestId, event]));
  const found = await rows<FoundRequest>(
    db,
    `SELECT id, status, attempt, engine_batch_id AS "engineBatchId", batch_limit AS "batchLimit"
       FROM document_requests WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
    [[...wanted.keys()]],
    transaction,
  );
  return found.flatMap((request) => {
    const event = wanted.get(request.id);
    if (!event || !expects(event, request)) return [];
    const { tenant, engineConfiguration, format, priority } = event;
    return [{ event, found: request, kind: { tenant, engineConfiguration, format }, priority, batchLimit: request.batchLimit }];
  });
}

function expects(event: ProcessingEvent, request: FoundRequest): boolean {
  if (event.cause === 'SUBMITTED') return request.status === 'ACCEPTED' && request.attempt === event.attempt;
  return (request.status === 'RETRY_SCHEDULED' || request.status === 'FAILED') && request.attempt + 1 === event.attempt;
}

function toProcessing({ event, found }: Claim, engineBatchId: string): StatusChange {
  return {
    requestId: found.id,
    from: { status: found.status, attempt: found.attempt, engineBatchId: found.engineBatchId },
    to: 'PROCESSING',
    trigger: event.cause === 'SUBMITTED' ? 'WORK' : 'RETRY_EVENT',
    engineBatchId,
    cause: event.cause,
    stage: 'PROCESSING',
    message: null,
    actor: event.cause === 'SUBMITTED' ? 'processing' : event.actor,
  };
}

function toGenerating({ event, found }: Claim, engineBatchId: string): StatusChange {
  return {
    requestId: found.id,
    from: { status: 'PROCESSING', attempt: event.attempt, engineBatchId },
    to: 'GENERATING',
    trigger: 'WORK',
    stage: 'PROCESSING',
    message: null,
    actor: 'processing',
  };
}

async function insertBatches(
  db: Sequelize,
  transaction: Transaction,
  formed: readonly { id: string; members: readonly Claim[] }[],
  options: ClaimOptions,
  mode: 'BULK' | 'ON_DEMAND',
): Promise<void> {
  const kinds = formed.map(({ members }) => (members[0] as Claim).kind);
  await db.query(
    `INSERT INTO engine_batches (id, tenant, engine_configuration, format, size, mode, state, holder, lease_until, engine_reference, submitted_at)
     SELECT b.id, b.tenant, b.engine_configuration, b.format, b.size, $6::text, CASE $6::text WHEN 'BULK' THEN 'CLAIMED' ELSE 'GENERATING' END, $7,
            clock_timestamp() + make_interval(secs => $8::int / 1000.0),
            CASE $6::text WHEN 'BULK' THEN NULL ELSE 'on-demand:' || b.id END, CASE $6::text WHEN 'BULK' THEN NULL ELSE clock_timestamp() END
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[]) AS b(id, tenant, engine_configuration, format, size)`,
    {
      bind: [
        formed.map(({ id }) => id),
        kinds.map((kind) => kind.tenant),
        kinds.map((kind) => kind.engineConfiguration),
        kinds.map((kind) => kind.format),
        formed.map(({ members }) => members.length),
        mode,
        options.holder,
        options.leaseMs,
      ],
      transaction,
    },
  );
}
