/** Taking requests in: checks who asks, tells repeats from new ones, and answers once the requests are committed. */
import type { Sequelize } from 'sequelize';
import { maySubmit, type Caller } from '../../domain/caller';
import { CodedError } from '../../domain/user-errors';
import { crashPoint } from '../../platform/crash-points';
import type { ReferenceData } from '../ports/reference-data';
import { isDatabaseUnavailable, orUnavailable } from '../unavailable';
import { BatchSubmission, faultOfBatch } from './batch';
import { Examiner, MAX_FAULTS } from './examine';
import { Gatherer } from './gatherer';
import type { Draft, SubmissionTrace, SubmitBatchResult, SubmitInput, SubmitOneResult } from './input';
import type { OutboxGauge } from './outbox-gauge';
import { DataSchemas } from './rules/data-schema';
import { storeDrafts, type StoredAs } from './store';
import { findUsedKeys, keyReused, type Key, type UsedKey } from './used-keys';

/** Single submissions in one transaction, at most. */
const MAX_GATHERED = 500;
const ONE = ['input'];

export interface SubmissionDeps {
  readonly database: Sequelize;
  readonly referenceData: ReferenceData;
  readonly outboxGauge: OutboxGauge;
  /** Bytes of one item's data as JSON, and items of one batch, at most. */
  readonly limits: { readonly dataBytes: number; readonly batch: number };
}

/**
 * Both methods throw CodedError: FORBIDDEN where the caller's roles do not submit, SERVICE_UNAVAILABLE while the database is away or too much
 * waits in the outbox, REFERENCE_DATA_UNAVAILABLE. Then nothing was stored, or (where the connection broke at the commit) a repeat with the
 * same idempotency key finds what was.
 */
export class SubmissionService {
  private readonly examiner: Examiner;
  private readonly keys: Gatherer<Key, UsedKey | null>;
  private readonly commits: Gatherer<Draft, StoredAs>;

  constructor(private readonly deps: SubmissionDeps) {
    this.examiner = new Examiner(deps.referenceData, new DataSchemas(), deps.limits.dataBytes);
    const gathered = { max: MAX_GATHERED, failsAll: isDatabaseUnavailable };
    this.keys = new Gatherer({ ...gathered, work: (keys) => findUsedKeys(deps.database, keys) });
    this.commits = new Gatherer({ ...gathered, work: (drafts) => this.commit(drafts) });
  }

  /** Makes one request, or gives back the one that its idempotency key made before. `trace` becomes the request's own. */
  async submitOne(caller: Caller, input: SubmitInput, trace: SubmissionTrace): Promise<SubmitOneResult> {
    this.admit(caller);
    const item = this.examiner.takeIn(caller, input, ONE, false);
    if (Array.isArray(item)) return { requestId: null, userErrors: item };
    return orUnavailable(async () => {
      const { idempotencyKey } = item;
      const used = idempotencyKey === null ? null : await this.keys.add({ tenant: caller.tenant, idempotencyKey });
      if (used) return found(used.bodyHash === item.hash ? used.requestId : null, idempotencyKey);
      const codes = await this.examiner.lookUp(caller, [item]);
      const draft = this.examiner.examine(caller, item, codes, trace, MAX_FAULTS);
      if (Array.isArray(draft)) return { requestId: null, userErrors: draft };
      return found(await this.commits.add(draft), idempotencyKey);
    });
  }

  /**
   * Makes the requests of a batch, each with a trace of its own; refused items do not hold up the others. A batch of which every item is refused
   * leaves nothing behind, its key included; one of repeats alone is a submission whose total is 0.
   */
  async submitBatch(caller: Caller, inputs: SubmitInput[], idempotencyKey: string | null, trace: SubmissionTrace): Promise<SubmitBatchResult> {
    this.admit(caller);
    const fault = faultOfBatch(inputs, idempotencyKey, this.deps.limits.batch);
    if (fault) return { submissionId: null, requestIds: inputs.map(() => null), userErrors: [fault] };
    const { database } = this.deps;
    return orUnavailable(() => new BatchSubmission({ database, examiner: this.examiner }, caller, inputs, idempotencyKey, trace).submit());
  }

  private admit(caller: Caller): void {
    if (!maySubmit(caller)) throw new CodedError('FORBIDDEN', 'Submitting needs the role client or admin.');
    this.deps.outboxGauge.refuse();
  }

  private async commit(drafts: readonly Draft[]): Promise<StoredAs[]> {
    const { database } = this.deps;
    const storedAs = await database.transaction(async (transaction) => {
      const stored = await storeDrafts(database, transaction, drafts, null);
      crashPoint('submission:before-commit');
      return stored;
    });
    crashPoint('submission:after-commit');
    return storedAs;
  }
}

function found(requestId: string | null, idempotencyKey: string | null): SubmitOneResult {
  if (requestId !== null) return { requestId, userErrors: [] };
  return { requestId: null, userErrors: [keyReused(idempotencyKey ?? '', ONE)] };
}
