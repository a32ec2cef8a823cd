/**
 * Claims and submits, the second half (docs/decisions/0006-rename-based-submit.md): brings a claimed batch to the engine so that no document is made twice,
 * whoever crashes, stalls or is doubled. Each step compares claim and number; the file of the frozen number decides what became of a POST.
 */
import { jobName } from '../../domain/engine-batch';
import { backoffMs } from '../../domain/retry-policy';
import type { ErrorCode } from '../../domain/error-codes';
import { crashPoint } from '../../platform/crash-points';
import type { Logger } from '../../platform/logging';
import type { Circuit } from '../ports/circuit';
import { EngineCallFailed, type DocumentEngine, type TransferFolder } from '../ports/document-engine';
import { freeze, nextNumber, readMembers } from './batches';
import type { Enricher } from './enrichment';
import { closeEmpty, commitGenerating, failMembers, refuseMembers, type HeldBatch, type OutcomeDeps } from './submit-outcomes';

export interface SubmitDeps extends OutcomeDeps {
  readonly engine: DocumentEngine;
  /** While it is not closed, batches wait under their leases instead of failing. */
  readonly engineCircuit: Circuit;
  readonly transfer: TransferFolder;
  readonly enricher: Enricher;
  readonly logger: Logger;
  readonly settings: {
    readonly submitTries: number;
    readonly submitBackoffMs: number;
    readonly submitBackoffMaxMs: number;
    /** How long to look for a job whose input was taken, in ms. */
    readonly adoptDeadlineMs: number;
    /** The engine renames its input when it begins on it. */
    readonly engineTakesInput: boolean;
    /** How long to look for a job by its name where it does not, in ms. */
    readonly lookupGraceMs: number;
  };
}

/** What a frozen number is known to have come to. */
type Fate =
  | { readonly taken: true; readonly engineReference: string }
  | { readonly taken: false; readonly code: ErrorCode; readonly message: string; readonly again: boolean; readonly waitMs: number };

/** Between two looks at files or listings of the engine, in ms. */
const LOOK_AGAIN_MS = 200;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Takes the batch to GENERATING, or its members to RETRY_SCHEDULED or FAILED, or finds that another process has it. `frozenNumber` is a number that
 * a former holder froze: its fate is found out first. Rejects only when the database is away: the lease then runs out and the batch is taken over.
 */
export async function submitBatch(deps: SubmitDeps, batch: HeldBatch, frozenNumber: number | null): Promise<void> {
  let fate = frozenNumber === null ? null : await findFate(deps, jobName(batch.id, frozenNumber));
  let frozen = frozenNumber;
  for (let tries = 0; ; tries += 1) {
    if (fate?.taken && frozen !== null) {
      await commitGenerating(deps, batch, frozen, fate.engineReference);
      crashPoint('submit:after-commit');
      return;
    }
    if (fate && !fate.taken) {
      // Nothing fails for an engine that is out of reach: the circuit is waited for below.
      const triedEnough = tries >= deps.settings.submitTries && deps.engineCircuit.state === 'closed';
      if (!fate.again || triedEnough) return failMembers(deps, batch, fate.code, fate.message);
      await pause(fate.waitMs + backoffMs({ maxAttempts: 0, baseMs: deps.settings.submitBackoffMs, capMs: deps.settings.submitBackoffMaxMs }, tries));
      if (!(await takeNextNumber(deps, batch))) return;
    }
    // Here, and never between freeze and POST: a frozen number must not lie about for as long as the engine is away.
    await deps.engineCircuit.untilClosed();
    const prepared = await writeAndFreeze(deps, batch);
    if (prepared === null) return;
    frozen = batch.claim;
    fate = await post(deps, batch, prepared);
  }
}

/** True when the batch goes on under its next number; false when another process has it. */
async function takeNextNumber(deps: SubmitDeps, batch: HeldBatch): Promise<boolean> {
  crashPoint('submit:after-withdrawal');
  const next = await nextNumber(deps.database, batch.id, batch.claim);
  if (next === null) return false;
  batch.claim = next;
  return true;
}

/** Enriches, writes the file of the current number and freezes it. @returns the engine's path of the file, or null when nothing is left to do. */
async function writeAndFreeze(deps: SubmitDeps, batch: HeldBatch): Promise<string | null> {
  for (;;) {
    const members = await readMembers(deps.database, batch.id, 'PROCESSING');
    const { documents, refused, parties } = await deps.enricher.enrich(members);
    if (refused.length > 0) await refuseMembers(deps, batch, refused);
    if (documents.length === 0) {
      await closeEmpty(deps, batch);
      return null;
    }
    const input = await deps.transfer.writeInput(jobName(batch.id, batch.claim), documents);
    crashPoint('submit:after-file');
    const memberIds = documents.map(({ requestId }) => requestId);
    const outcome = await freeze(deps.database, { batchId: batch.id, claim: batch.claim, memberIds, parties });
    if (outcome === 'lost') return null;
    if (outcome === 'frozen') {
      crashPoint('submit:after-freeze');
      return input;
    }
  }
}

/** One POST for the frozen number, never repeated. Whatever is not a clear yes is decided by the file. */
async function post(deps: SubmitDeps, batch: HeldBatch, input: string): Promise<Fate> {
  const name = jobName(batch.id, batch.claim);
  try {
    const engineReference = await deps.engine.submitJob({ name, configuration: batch.kind.engineConfiguration, input });
    crashPoint('submit:after-post');
    return { taken: true, engineReference };
  } catch (error) {
    if (!(error instanceof EngineCallFailed)) throw error;
    deps.logger.warn({ batch: batch.id, number: batch.claim, kind: error.kind, reason: error.message }, 'the engine did not confirm a job');
    return findFate(deps, name, error);
  }
}

/** The error code that a failed call of the engine becomes. */
export const CODE_BY_KIND: Readonly<Record<EngineCallFailed['kind'], ErrorCode>> = {
  unavailable: 'ENGINE_UNAVAILABLE',
  timeout: 'ENGINE_TIMEOUT',
  rejected: 'ENGINE_REJECTED',
  protocol: 'ENGINE_PROTOCOL',
};

/**
 * What became of a number whose POST has no clear answer. Where the engine does not take its input nothing is certain: a job that the listing
 * does not show after a grace period counts as never made. docs/operations.md names the risk that remains.
 */
async function findFate(deps: SubmitDeps, name: string, error?: EngineCallFailed): Promise<Fate> {
  if (!deps.settings.engineTakesInput && error?.kind !== 'rejected') {
    const found = await adopt(deps, name, deps.settings.lookupGraceMs);
    if (found.taken) return found;
  }
  return decideByFile(deps, name, error);
}

/** Looks at the file of a number whose POST has no clear answer, or whose holder is gone: withdrawn it never renders, taken its job exists. */
async function decideByFile(deps: SubmitDeps, name: string, error?: EngineCallFailed): Promise<Fate> {
  const deadline = Date.now() + deps.settings.adoptDeadlineMs;
  for (;;) {
    const state = await deps.transfer.withdraw(name);
    if (state === 'withdrawn') {
      return {
        taken: false,
        code: CODE_BY_KIND[error?.kind ?? 'unavailable'],
        message: error?.message ?? 'the process that submitted it went away',
        again: error?.kind !== 'rejected',
        waitMs: error?.retryAfterMs ?? 0,
      };
    }
    if (state === 'taken') return adopt(deps, name, deps.settings.adoptDeadlineMs);
    if (Date.now() > deadline) return lost(`the transaction file ${name} is nowhere to be found`);
    await pause(LOOK_AGAIN_MS);
  }
}

/** Finds the job that took the file, once the engine's listing shows it. The time for it stands still while the engine is out of reach. */
async function adopt(deps: SubmitDeps, name: string, withinMs: number): Promise<Fate> {
  for (let left = withinMs; ; ) {
    await deps.engineCircuit.untilClosed();
    const lookedAt = performance.now();
    try {
      const jobs = (await deps.engine.findJobs(name)).filter((job) => !job.inputNotFound);
      // One that is still queued may be a doubled submit that will find its input gone.
      const job = jobs.find(({ state }) => state !== 'QUEUED') ?? jobs[0];
      if (job) return { taken: true, engineReference: job.reference };
    } catch (error) {
      if (!(error instanceof EngineCallFailed)) throw error;
      deps.logger.warn({ job: name, kind: error.kind, reason: error.message }, 'the engine could not be asked for a job');
    }
    if (left <= 0 && deps.engineCircuit.state === 'closed') return lost(`the engine took the transaction file ${name} and shows no job for it`);
    await pause(LOOK_AGAIN_MS);
    left -= performance.now() - lookedAt;
  }
}

function lost(message: string): Fate {
  return { taken: false, code: 'ENGINE_JOB_LOST', message, again: false, waitMs: 0 };
}
