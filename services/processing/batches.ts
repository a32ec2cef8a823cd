/** The batch row of processing: every change compares the claim, by Postgres's clock. A change that found another claim answers null or false. */
import type { Sequelize, Transaction } from 'sequelize';
import type { BatchKind } from '../../domain/engine-batch';
import type { DocumentFormat, JsonObject } from '../../domain/document';
import type { EnrichedParties } from '../../domain/enriched-data';
import { rows } from '../../models/database';

/** A request in a batch, with what its document is made of. */
export interface Member {
  readonly requestId: string;
  readonly attempt: number;
  readonly tenant: string;
  readonly documentType: string;
  readonly format: DocumentFormat;
  readonly data: JsonObject;
  /** JSON Pointer into data → party id. */
  readonly partyIds: Readonly<Record<string, string>> | null;
}

/** The members that are still at work in this status, in id order. */
export async function readMembers(db: Sequelize, batchId: string, status: 'PROCESSING' | 'GENERATING'): Promise<Member[]> {
  return rows<Member>(
    db,
    `SELECT id AS "requestId", attempt, tenant, document_type AS "documentType", format, data, party_ids AS "partyIds"
       FROM document_requests WHERE engine_batch_id = $1 AND status = $2 ORDER BY id`,
    [batchId, status],
  );
}

/** Renews the leases of these batches in one statement. @returns the ids that are still this process's. */
export async function renewLeases(db: Sequelize, held: readonly { id: string; claim: number }[], leaseMs: number): Promise<Set<string>> {
  const renewed = await rows<{ id: string }>(
    db,
    `UPDATE engine_batches b SET lease_until = clock_timestamp() + make_interval(secs => $3::int / 1000.0)
       FROM (SELECT b.id FROM engine_batches b JOIN unnest($1::uuid[], $2::int[]) AS h(id, claim) ON b.id = h.id AND b.claim = h.claim
              WHERE b.lease_until IS NOT NULL AND b.state <> 'CLOSED' ORDER BY b.id FOR NO KEY UPDATE OF b) mine
      WHERE b.id = mine.id RETURNING b.id`,
    [held.map((each) => each.id), held.map((each) => each.claim), leaseMs],
  );
  return new Set(renewed.map((each) => each.id));
}

/** Gives batches back at a clean stop: whoever looks next takes them over, and nobody counts it as a repair. */
export async function releaseLeases(db: Sequelize, held: readonly { id: string; claim: number }[]): Promise<void> {
  await db.query(
    `UPDATE engine_batches b SET lease_until = clock_timestamp(), holder = ''
       FROM unnest($1::uuid[], $2::int[]) AS h(id, claim)
      WHERE b.id = h.id AND b.claim = h.claim AND b.lease_until IS NOT NULL AND b.state <> 'CLOSED'`,
    { bind: [held.map((each) => each.id), held.map((each) => each.claim)] },
  );
}

export interface TakenOver {
  readonly id: string;
  readonly kind: BatchKind;
  readonly claim: number;
  readonly size: number;
  readonly mode: 'BULK' | 'ON_DEMAND';
  /** The number that may be at the engine already; null where the former holder never froze one. */
  readonly frozenNumber: number | null;
  /** Given back by a clean stop, rather than left by a process that died or stalled. */
  readonly released: boolean;
}

/** Takes over batches whose lease has run out, adding one to each claim, so that whatever their former holders still try is refused. */
export async function takeOverExpired(db: Sequelize, holder: string, leaseMs: number, limit: number): Promise<TakenOver[]> {
  const taken = await rows<Omit<TakenOver, 'kind'> & BatchKind>(
    db,
    `WITH expired AS (
       SELECT id, holder AS former FROM engine_batches
        WHERE lease_until < clock_timestamp() AND lease_until IS NOT NULL AND state <> 'CLOSED'
        ORDER BY lease_until LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED
     )
     UPDATE engine_batches b
        SET claim = b.claim + 1, holder = $1, lease_until = clock_timestamp() + make_interval(secs => $2::int / 1000.0)
       FROM expired WHERE b.id = expired.id
     RETURNING b.id, b.tenant, b.engine_configuration AS "engineConfiguration", b.format, b.claim, b.size, b.mode,
               b.frozen_number AS "frozenNumber", expired.former = '' AS released`,
    [holder, leaseMs, limit],
  );
  return taken.map(({ tenant, engineConfiguration, format, ...rest }) => ({ ...rest, kind: { tenant, engineConfiguration, format } }));
}

/** After a withdrawal: the next number under this claim's successor. Null where the claim is no longer ours. */
export async function nextNumber(db: Sequelize, batchId: string, claim: number): Promise<number | null> {
  const [next] = await rows<{ claim: number }>(
    db,
    `UPDATE engine_batches SET claim = claim + 1 WHERE id = $1 AND claim = $2 AND state IN ('CLAIMED','FROZEN') RETURNING claim`,
    [batchId, claim],
  );
  return next?.claim ?? null;
}

export interface Freezing {
  readonly batchId: string;
  readonly claim: number;
  readonly memberIds: readonly string[];
  /** What was looked up, for people to see what the engine got. */
  readonly parties: EnrichedParties | null;
}

/**
 * Freezes number and members: from now on this number may be at the engine. `changed`: a member is no longer PROCESSING, write the file again.
 * `lost`: another holds the claim.
 */
export async function freeze(db: Sequelize, { batchId, claim, memberIds, parties }: Freezing): Promise<'frozen' | 'changed' | 'lost'> {
  const [answer] = await rows<{ held: boolean; frozen: boolean }>(
    db,
    `WITH mine AS (
       SELECT id FROM engine_batches WHERE id = $1 AND claim = $2 AND state IN ('CLAIMED','FROZEN') FOR NO KEY UPDATE
     ), frozen AS (
       UPDATE engine_batches b SET state = 'FROZEN', frozen_number = $2, members = $3::uuid[], size = cardinality($3::uuid[]), frozen_at = clock_timestamp(),
              enriched = $4::jsonb
         FROM mine
        WHERE b.id = mine.id
          AND (SELECT count(*) FROM document_requests r WHERE r.id = ANY ($3::uuid[]) AND r.engine_batch_id = $1 AND r.status = 'PROCESSING')
              = cardinality($3::uuid[])
       RETURNING b.id
     )
     SELECT EXISTS (SELECT 1 FROM mine) AS held, EXISTS (SELECT 1 FROM frozen) AS frozen`,
    [batchId, claim, memberIds, parties && JSON.stringify(parties)],
  );
  if (answer?.frozen) return 'frozen';
  return answer?.held ? 'changed' : 'lost';
}

/** The engine has the job. Call under lockClaim. */
export async function markGenerating(db: Sequelize, transaction: Transaction, batchId: string, engineReference: string): Promise<void> {
  await db.query(
    `UPDATE engine_batches SET state = 'GENERATING', engine_reference = $2, engine_status = 'SUBMITTED', submitted_at = clock_timestamp(),
            lease_until = NULL WHERE id = $1`,
    { bind: [batchId, engineReference], transaction },
  );
}
