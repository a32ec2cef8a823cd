/** The writes of a submission, multi-row and within the caller's transaction. */
import type { Sequelize, Transaction } from 'sequelize';
import { writeOutbox, type OutboxEvent } from '../../events/outbox';
import { TOPICS } from '../../events/topics';
import { rows } from '../../models/database';
import type { Draft } from './input';
import { chunks } from './pace';
import { findUsedKeys } from './used-keys';

/** Rows in one statement, at most. */
const CHUNK = 1_000;

/** What became of a draft: its id where it was stored, the earlier request where its key was used meanwhile, null where with another body. */
export type StoredAs = string | null;

/** Equal keys always meet in this order, so that two transactions that share several wait for each other in one direction only. */
function inKeyOrder(drafts: readonly Draft[]): Draft[] {
  const place = (draft: Draft) => (draft.idempotencyKey === null ? '' : `${draft.tenant}\0${draft.idempotencyKey}`);
  return drafts
    .map((draft) => ({ draft, key: place(draft) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map((each) => each.draft);
}

/** Stores drafts with their first status event and the event that makes work. @returns what became of each, in order. */
export async function storeDrafts(
  db: Sequelize,
  transaction: Transaction,
  drafts: readonly Draft[],
  submissionId: string | null,
): Promise<StoredAs[]> {
  const stored = new Set<string>();
  for (const chunk of chunks(inKeyOrder(drafts), CHUNK)) {
    for (const id of await insertRequests(db, transaction, chunk, submissionId)) stored.add(id);
  }
  const made = drafts.filter((draft) => stored.has(draft.id));
  for (const chunk of chunks(made, CHUNK)) {
    const outboxIds = await writeOutbox(db, transaction, chunk.map((draft) => processingEvent(draft, submissionId)));
    await insertFirstEvents(db, transaction, chunk, outboxIds);
  }
  const repeats = await repeatsOf(db, transaction, drafts.filter((draft) => !stored.has(draft.id)));
  return drafts.map((draft) => (stored.has(draft.id) ? draft.id : (repeats.get(draft.id) ?? null)));
}

async function insertRequests(db: Sequelize, transaction: Transaction, drafts: readonly Draft[], submissionId: string | null): Promise<string[]> {
  const inserted = await rows<{ id: string }>(
    db,
    `INSERT INTO document_requests (id, tenant, source, client_reference, document_type, document_type_version, engine_configuration, format,
        priority, data, party_ids, status, submission_id, idempotency_key, body_hash, trace_id, created_at, updated_at)
     SELECT d.id, d.tenant, d.source, d.client_reference, d.document_type, d.document_type_version, d.engine_configuration, d.format,
        d.priority, d.data, d.party_ids, 'ACCEPTED', $14, d.idempotency_key, decode(d.body_hash, 'hex'), d.trace_id, now(), now()
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::text[], $8::text[], $9::text[], $10::jsonb[],
            $11::jsonb[], $12::text[], $13::text[], $15::text[]) WITH ORDINALITY
            AS d(id, tenant, source, client_reference, document_type, document_type_version, engine_configuration, format, priority, data,
                 party_ids, idempotency_key, body_hash, trace_id, ord)
      ORDER BY d.ord
     ON CONFLICT (tenant, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
     RETURNING id`,
    [
      drafts.map((draft) => draft.id),
      drafts.map((draft) => draft.tenant),
      drafts.map((draft) => draft.source),
      drafts.map((draft) => draft.clientReference),
      drafts.map((draft) => draft.documentType),
      drafts.map((draft) => draft.documentTypeVersion),
      drafts.map((draft) => draft.engineConfiguration),
      drafts.map((draft) => draft.format),
      drafts.map((draft) => draft.priority),
      drafts.map((draft) => draft.data),
      drafts.map((draft) => (draft.partyIds === null ? null : JSON.stringify(draft.partyIds))),
      drafts.map((draft) => draft.idempotencyKey),
      drafts.map((draft) => draft.bodyHash),
      submissionId,
      drafts.map((draft) => draft.traceId),
    ],
    transaction,
  );
  return inserted.map((each) => each.id);
}

function processingEvent(draft: Draft, submissionId: string | null): OutboxEvent<'oms.processing.requested'> {
  return {
    topic: draft.priority === 'HIGH' ? TOPICS.processingHigh : TOPICS.processing,
    key: draft.id,
    type: 'oms.processing.requested',
    id: `${draft.id}:1`,
    tenant: draft.tenant,
    sequence: 1,
    traceparent: draft.traceparent,
    value: {
      requestId: draft.id,
      attempt: 1,
      cause: 'SUBMITTED',
      actor: draft.actor,
      documentType: draft.documentType,
      documentTypeVersion: draft.documentTypeVersion,
      engineConfiguration: draft.engineConfiguration,
      format: draft.format,
      priority: draft.priority,
      submissionId,
    },
  };
}

async function insertFirstEvents(db: Sequelize, transaction: Transaction, drafts: readonly Draft[], outboxIds: readonly number[]): Promise<void> {
  await rows(
    db,
    `INSERT INTO status_events (request_id, sequence, tenant, status, attempt, cause, actor, outbox_id, at)
     SELECT e.request_id, 1, e.tenant, 'ACCEPTED', 1, 'SUBMITTED', e.actor, e.outbox_id, now()
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[]) WITH ORDINALITY AS e(request_id, tenant, actor, outbox_id, ord)
      ORDER BY e.ord`,
    [drafts.map((draft) => draft.id), drafts.map((draft) => draft.tenant), drafts.map((draft) => draft.actor), outboxIds],
    transaction,
  );
}

/** The earlier requests of drafts whose keys were taken between the look-up and the insert: committed by now, or of this transaction. */
async function repeatsOf(db: Sequelize, transaction: Transaction, lost: readonly Draft[]): Promise<Map<string, string>> {
  const keys = lost.map((draft) => ({ tenant: draft.tenant, idempotencyKey: draft.idempotencyKey ?? '' }));
  const used = await findUsedKeys(db, keys, transaction);
  const repeats = new Map<string, string>();
  lost.forEach((draft, index) => {
    const first = used[index];
    if (!first) throw new Error('an idempotency key was taken and is free again within one transaction');
    if (first.bodyHash === draft.bodyHash) repeats.set(draft.id, first.requestId);
  });
  return repeats;
}
