/** One batch: which items are repeats, which are refused, and one transaction for the rest. */
import type { Sequelize, Transaction } from 'sequelize';
import type { Caller } from '../../domain/caller';
import { newId, newTraceId, traceparentOf } from '../../domain/ids';
import type { UserError } from '../../domain/user-errors';
import { rows } from '../../models/database';
import { crashPoint } from '../../platform/crash-points';
import { MAX_FAULTS, type Examiner, type Item } from './examine';
import type { Draft, SubmissionTrace, SubmitBatchResult, SubmitInput } from './input';
import { startPacing } from './pace';
import { batchHash } from './rules/body-hash';
import { faultOfText, userError } from './rules/item-rules';
import { storeDrafts } from './store';
import { findUsedKeys, keyReused, type UsedKey } from './used-keys';

/** Faults told of a whole batch; beyond, each refused item has its first one only. */
const MAX_FAULTS_OF_BATCH = 20_000;

/** A batch's own idempotency key with the hash of its body. */
interface BatchKey {
  readonly key: string;
  readonly hash: string;
}

/** What is known of an item: refused, a repeat of an earlier request, or a draft (its own, or that of an earlier item with its key). */
type Verdict = { readonly errors: UserError[] } | { readonly requestId: string } | { readonly draft: Draft };

function refused(item: Item): Verdict {
  return { errors: [keyReused(item.idempotencyKey ?? '', item.prefix)] };
}

/** What is wrong with a batch as a whole. */
export function faultOfBatch(inputs: readonly SubmitInput[], idempotencyKey: string | null, maxItems: number): UserError | null {
  if (inputs.length === 0) return userError(['requests'], 'BAD_USER_INPUT', 'the batch is empty; give at least one request');
  if (inputs.length > maxItems) {
    return userError(['requests'], 'TOO_LARGE', `the batch has ${inputs.length} requests; at most ${maxItems} are allowed, split it`);
  }
  const fault = faultOfText(idempotencyKey, 'idempotencyKey');
  return fault ? userError(['idempotencyKey'], 'BAD_USER_INPUT', fault) : null;
}

export class BatchSubmission {
  private readonly items: (Item | UserError[])[] = [];

  constructor(
    private readonly deps: { readonly database: Sequelize; readonly examiner: Examiner },
    private readonly caller: Caller,
    private readonly inputs: readonly SubmitInput[],
    private readonly idempotencyKey: string | null,
    private readonly trace: SubmissionTrace,
  ) {}

  async submit(): Promise<SubmitBatchResult> {
    const breathe = startPacing();
    for (const [index, input] of this.inputs.entries()) {
      this.items.push(this.deps.examiner.takeIn(this.caller, input, ['requests', String(index)], this.idempotencyKey !== null));
      await breathe();
    }
    const batchKey = this.batchKey();
    const earlier = batchKey && (await this.earlierAnswer(batchKey));
    if (earlier) return earlier;
    const verdicts = await this.examine();
    if (verdicts.every((verdict) => 'errors' in verdict)) return answer(null, verdicts);
    return this.store(verdicts, batchKey);
  }

  /** Items that cannot be stored count for the hash by what is wrong with them: the same batch still has the same hash. */
  private batchKey(): BatchKey | null {
    if (this.idempotencyKey === null) return null;
    const items = this.items.map((item, index) => ({
      hash: Array.isArray(item) ? JSON.stringify(item) : (item.hash ?? ''),
      idempotencyKey: this.inputs[index]?.idempotencyKey ?? null,
    }));
    return { key: this.idempotencyKey, hash: batchHash(items) };
  }

  private async earlierAnswer(batchKey: BatchKey, transaction?: Transaction): Promise<SubmitBatchResult | null> {
    const [first] = await rows<{ id: string; hash: string; items: (string | null)[]; userErrors: UserError[] }>(
      this.deps.database,
      `SELECT id, encode(body_hash, 'hex') AS hash, items, user_errors AS "userErrors" FROM submissions WHERE tenant = $1 AND idempotency_key = $2`,
      [this.caller.tenant, batchKey.key],
      transaction,
    );
    if (!first) return null;
    if (first.hash !== batchKey.hash) return { submissionId: null, requestIds: this.inputs.map(() => null), userErrors: [keyReused(batchKey.key, [])] };
    return { submissionId: first.id, requestIds: first.items, userErrors: first.userErrors };
  }

  private async examine(): Promise<Verdict[]> {
    const sound = this.items.filter((item): item is Item => !Array.isArray(item));
    const used = await this.usedKeys(sound);
    const fresh = sound.filter((item) => item.idempotencyKey === null || !used.has(item.idempotencyKey));
    const codes = await this.deps.examiner.lookUp(this.caller, fresh);
    const breathe = startPacing();
    const firsts = new Map<string, Draft>();
    let told = 0;
    const verdicts: Verdict[] = [];
    for (const item of this.items) {
      const verdict = Array.isArray(item)
        ? { errors: item }
        : (repeatOf(item, used, firsts) ?? this.examineFresh(item, codes, told < MAX_FAULTS_OF_BATCH ? MAX_FAULTS : 1));
      if ('draft' in verdict && verdict.draft.idempotencyKey !== null) firsts.set(verdict.draft.idempotencyKey, verdict.draft);
      if ('errors' in verdict) told += verdict.errors.length;
      verdicts.push(verdict);
      await breathe();
    }
    return verdicts;
  }

  private examineFresh(item: Item, codes: Awaited<ReturnType<Examiner['lookUp']>>, maxFaults: number): Verdict {
    const examined = this.deps.examiner.examine(this.caller, item, codes, traceOfItem(this.trace), maxFaults);
    return Array.isArray(examined) ? { errors: examined } : { draft: examined };
  }

  private async usedKeys(items: readonly Item[]): Promise<Map<string, UsedKey>> {
    const keys = [...new Set(items.map((item) => item.idempotencyKey))].filter((key) => key !== null);
    const wanted = keys.map((idempotencyKey) => ({ tenant: this.caller.tenant, idempotencyKey }));
    const found = await findUsedKeys(this.deps.database, wanted);
    return new Map(keys.flatMap((key, index) => (found[index] ? [[key, found[index]] as const] : [])));
  }

  /**
   * Stores what passed. Every answer that names a request belongs to a submission, one of repeats alone to a submission whose total is 0, so that
   * the caller always has something to follow and a batch key something to find again.
   */
  private async store(verdicts: readonly Verdict[], batchKey: BatchKey | null): Promise<SubmitBatchResult> {
    const drafts = [...new Set(verdicts.flatMap((verdict) => ('draft' in verdict ? [verdict.draft] : [])))];
    const result = await this.deps.database.transaction(async (transaction) => {
      const submissionId = newId();
      if (!(await this.insertSubmission(transaction, submissionId, drafts.length, batchKey))) {
        const first = batchKey && (await this.earlierAnswer(batchKey, transaction));
        if (!first) throw new Error('a batch key was taken and is free again within one transaction');
        return first;
      }
      const storedAs = await storeDrafts(this.deps.database, transaction, drafts, submissionId);
      const byDraft = new Map(drafts.map((draft, index) => [draft, storedAs[index] ?? null]));
      const settled = verdicts.map((verdict, index) => this.settle(verdict, index, byDraft));
      const made = drafts.filter((draft) => byDraft.get(draft) === draft.id).length;
      const done = answer(submissionId, settled);
      await this.completeSubmission(transaction, done, made, { planned: drafts.length, keyed: batchKey !== null });
      crashPoint('submission:before-commit');
      return done.requestIds.some((id) => id !== null) ? done : { ...done, submissionId: null };
    });
    crashPoint('submission:after-commit');
    return result;
  }

  /** What a draft became; the key of one that lost a race may have been taken with another body. */
  private settle(verdict: Verdict, index: number, byDraft: ReadonlyMap<Draft, string | null>): Verdict {
    if (!('draft' in verdict)) return verdict;
    const requestId = byDraft.get(verdict.draft) ?? null;
    if (requestId !== null) return { requestId };
    return { errors: [keyReused(verdict.draft.idempotencyKey ?? '', ['requests', String(index)])] };
  }

  private async insertSubmission(transaction: Transaction, id: string, total: number, batchKey: BatchKey | null): Promise<boolean> {
    const inserted = await rows<{ id: string }>(
      this.deps.database,
      `INSERT INTO submissions (id, tenant, source, actor, idempotency_key, body_hash, total)
       VALUES ($1, $2, $3, $4, $5, decode($6, 'hex'), $7)
       ON CONFLICT (tenant, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING RETURNING id`,
      [id, this.caller.tenant, this.caller.source, this.caller.subject, batchKey?.key ?? null, batchKey?.hash ?? null, total],
      transaction,
    );
    return inserted.length > 0;
  }

  /** Corrects the row by what races left of the plan, and keeps the answer under a batch key. Where all lost, nothing stays. */
  private async completeSubmission(
    transaction: Transaction,
    done: SubmitBatchResult,
    made: number,
    plan: { readonly planned: number; readonly keyed: boolean },
  ): Promise<void> {
    if (done.requestIds.every((id) => id === null)) {
      await rows(this.deps.database, 'DELETE FROM submissions WHERE id = $1', [done.submissionId], transaction);
    } else if (plan.keyed) {
      await rows(
        this.deps.database,
        'UPDATE submissions SET total = $2, items = $3::uuid[], user_errors = $4::jsonb WHERE id = $1',
        [done.submissionId, made, done.requestIds, JSON.stringify(done.userErrors)],
        transaction,
      );
    } else if (made !== plan.planned) {
      await rows(this.deps.database, 'UPDATE submissions SET total = $2 WHERE id = $1', [done.submissionId, made], transaction);
    }
  }
}

/** A trace of the item's own, so that each document can be followed alone; recorded or not as the call's is (the last two digits say so). */
function traceOfItem(call: SubmissionTrace): SubmissionTrace {
  const traceId = newTraceId();
  return { traceId, traceparent: traceparentOf(traceId).slice(0, -2) + call.traceparent.slice(-2) };
}

/** An item whose key was used before, or by an earlier item of this batch: answered before it is validated. */
function repeatOf(item: Item, used: ReadonlyMap<string, UsedKey>, firsts: ReadonlyMap<string, Draft>): Verdict | null {
  if (item.idempotencyKey === null) return null;
  const before = used.get(item.idempotencyKey);
  if (before) return before.bodyHash === item.hash ? { requestId: before.requestId } : refused(item);
  const first = firsts.get(item.idempotencyKey);
  if (first) return first.bodyHash === item.hash ? { draft: first } : refused(item);
  return null;
}

function answer(submissionId: string | null, verdicts: readonly Verdict[]): SubmitBatchResult {
  return {
    submissionId,
    requestIds: verdicts.map((verdict) => ('requestId' in verdict ? verdict.requestId : null)),
    userErrors: verdicts.flatMap((verdict) => ('errors' in verdict ? verdict.errors : [])),
  };
}
