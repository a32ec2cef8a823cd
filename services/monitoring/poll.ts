/** One poll of one batch: asks the engine once, then schedules the next question or settles what has come of the job. */
import type { Sequelize } from 'sequelize';
import { halfOf, jobName } from '../../domain/engine-batch';
import type { ErrorCode } from '../../domain/error-codes';
import { pollDelayMs, type RetryPolicies } from '../../domain/retry-policy';
import { crashPoint } from '../../platform/crash-points';
import type { Logger } from '../../platform/logging';
import { closeBatch, isWhollyCancelled, lockClaim, lockMembers } from '../batch-rows';
import { EngineCallFailed, type DocumentEngine, type EngineJob, type TransferFolder } from '../ports/document-engine';
import type { OutputStore } from '../ports/output-store';
import { settle } from '../settling';
import type { EngineClock } from './engine-clock';
import { readOutcomes, type Outcome } from './outcomes';
import { recordEngineStatus, scheduleAfterFailure, scheduleNext, type DueBatch } from './poll-rows';

export interface PollDeps {
  readonly database: Sequelize;
  readonly engine: DocumentEngine;
  readonly clock: EngineClock;
  readonly transfer: TransferFolder;
  readonly outputs: OutputStore;
  readonly retryPolicies: RetryPolicies;
  readonly logger: Logger;
  readonly settings: {
    readonly pollFirstMs: number;
    readonly pollMaxMs: number;
    readonly deadlineMs: number;
  };
}

const ACTOR = 'monitoring';
/** After so many answers in a row that are not of the engine's API, its members are given up: nobody can say what they mean. */
const UNUSABLE_ANSWERS_MAX = 10;

/** Rejects only when database or store are away: the batch is then due again after its guard time. */
export async function pollBatch(deps: PollDeps, batch: DueBatch): Promise<void> {
  const members = await deps.database.transaction((transaction) => lockMembers(deps.database, transaction, batch.id, 'GENERATING'));
  if (members.length === 0) return abandon(deps, batch);
  try {
    const job = await deps.engine.getJob(batch.engineReference);
    if (job.state !== 'QUEUED' && job.state !== 'RUNNING') await recordEngineStatus(deps.database, batch, job.engineStatus);
    await judge(deps, batch, job);
  } catch (error) {
    if (!(error instanceof EngineCallFailed)) throw error;
    deps.logger.warn({ batch: batch.id, kind: error.kind, reason: error.message }, 'a poll gave no answer to use');
    const { countedMs, isOver } = await deadlineOf(deps, batch);
    if (error.kind === 'protocol') {
      if (batch.failedPolls + 1 >= UNUSABLE_ANSWERS_MAX) return failAll(deps, batch, 'MONITORING_FAILED', error.message);
    } else if (isOver) {
      return failAll(deps, batch, 'MONITORING_DEADLINE', `${engineHadItFor(deps)}, and asking about it fails: ${error.message}`);
    }
    const delayMs = Math.max(error.retryAfterMs ?? 0, pollDelayMs(deps.settings, batch.failedPolls + 1));
    await scheduleAfterFailure(deps.database, batch, { delayMs, countedMs });
  }
}

async function judge(deps: PollDeps, batch: DueBatch, job: EngineJob): Promise<void> {
  switch (job.state) {
    case 'QUEUED':
    case 'RUNNING':
      return goOn(deps, batch, job);
    case 'FINISHED':
      return finishWhole(deps, batch);
    case 'FAILED':
      return job.inputNotFound ? adoptOther(deps, batch) : failWhole(deps, batch, job.message ?? 'the engine gave no reason');
    case 'CANCELLED':
      return failAll(deps, batch, 'ENGINE_RENDER_FAILED', 'the job was cancelled at the engine');
    case 'LOST':
      return failAll(deps, batch, 'ENGINE_JOB_LOST', `the engine no longer knows the job ${batch.engineReference}`);
  }
}

/** The job has ended well. Where its files were cleared long ago nothing is left to read, and a new document may be made. */
async function finishWhole(deps: PollDeps, batch: DueBatch): Promise<void> {
  let outcomes: ReadonlyMap<string, Outcome>;
  try {
    outcomes = await readOutcomes(deps, batch);
  } catch (error) {
    if (!batch.cleared || !(error instanceof EngineCallFailed)) throw error;
    return failAll(deps, batch, 'ENGINE_JOB_LOST', 'what the job made was cleared from the transfer folder before it was read');
  }
  return finish(deps, batch, outcomes);
}

/** Only the time counts in which the engine was in reach and taking work. */
async function deadlineOf(deps: PollDeps, batch: DueBatch): Promise<{ countedMs: number; isOver: boolean }> {
  const countedMs = await deps.clock.countedMs(batch.sinceLastMs);
  return { countedMs, isOver: batch.waitedMs + countedMs > deps.settings.deadlineMs };
}

function engineHadItFor({ settings }: PollDeps): string {
  return `the engine has had it for more than ${Math.round(settings.deadlineMs / 1000)} s`;
}

/** Still at work. */
async function goOn(deps: PollDeps, batch: DueBatch, job: EngineJob): Promise<void> {
  const { countedMs, isOver } = await deadlineOf(deps, batch);
  if (isOver) return failAll(deps, batch, 'MONITORING_DEADLINE', engineHadItFor(deps));
  await scheduleNext(deps.database, batch, {
    delayMs: pollDelayMs(deps.settings, batch.pollCount),
    engineStatus: job.engineStatus,
    countedMs,
  });
}

/** Two jobs had the name and ours came second: its file was taken by the other, which is the one to watch. */
async function adoptOther(deps: PollDeps, batch: DueBatch): Promise<void> {
  const name = jobName(batch.id, batch.frozenNumber);
  const taken = (await deps.transfer.inputState(name)) === 'taken';
  if (!taken) return failAll(deps, batch, 'ENGINE_JOB_LOST', `the engine did not find the transaction file ${name}, and nobody took it`);
  const others = (await deps.engine.findJobs(name)).filter((job) => !job.inputNotFound && job.reference !== batch.engineReference);
  const other = others.find(({ state }) => state !== 'QUEUED') ?? others[0];
  const { countedMs, isOver } = await deadlineOf(deps, batch);
  if (!other && isOver) {
    return failAll(deps, batch, 'ENGINE_JOB_LOST', `the engine took the transaction file ${name} and shows no job for it`);
  }
  await scheduleNext(deps.database, batch, {
    delayMs: deps.settings.pollFirstMs,
    engineStatus: other?.engineStatus ?? 'INPUT_NOT_FOUND',
    countedMs,
    engineReference: other?.reference,
  });
}

/** Settles every document of the batch and ends it. */
async function finish(deps: PollDeps, batch: DueBatch, outcomes: ReadonlyMap<string, Outcome>, batchLimit?: number): Promise<void> {
  const { database, retryPolicies } = deps;
  await database.transaction(async (transaction) => {
    if (!(await lockClaim(database, transaction, batch.id, batch.claim))) return;
    const members = await lockMembers(database, transaction, batch.id, 'GENERATING');
    const judged = members.map((member) => ({ member, outcome: outcomes.get(member.requestId) ?? NOT_IN_MANIFEST }));
    await settle(database, transaction, {
      batchId: batch.id,
      stage: 'MONITORING',
      actor: ACTOR,
      retryPolicies,
      finished: judged.flatMap(({ member, outcome }) =>
        'output' in outcome ? [{ requestId: member.requestId, attempt: member.attempt, ...outcome }] : [],
      ),
      failed: judged.flatMap(({ member, outcome }) =>
        'code' in outcome
          ? [
              {
                requestId: member.requestId,
                from: { status: 'GENERATING' as const, attempt: member.attempt, engineBatchId: batch.id },
                stage: 'MONITORING' as const,
                batchLimit,
                ...outcome,
              },
            ]
          : [],
      ),
    });
    await closeBatch(database, transaction, batch.id);
    crashPoint('settle:before-commit');
  });
  crashPoint('settle:after-commit');
}

const NOT_IN_MANIFEST: Outcome = { code: 'ENGINE_PROTOCOL', message: 'the finished job says nothing of this document' };

function failAll(deps: PollDeps, batch: DueBatch, code: ErrorCode, message: string): Promise<void> {
  return finish(deps, batch, new Map(batch.members.map((requestId) => [requestId, { code, message }])));
}

/** A job that failed whole is tried again in halves, so that the document that it failed for is found. */
function failWhole(deps: PollDeps, batch: DueBatch, message: string): Promise<void> {
  const outcomes = new Map(batch.members.map((requestId): [string, Outcome] => [requestId, { code: 'ENGINE_RENDER_FAILED', message }]));
  return finish(deps, batch, outcomes, halfOf(batch.members.length));
}

/** No member waits for this job: the batch ends. The engine is told, once, where every member was cancelled; whether or not it listens. */
async function abandon(deps: PollDeps, batch: DueBatch): Promise<void> {
  const { database, engine, logger } = deps;
  if (await isWhollyCancelled(database, batch.id)) {
    await engine.cancelJob(batch.engineReference).catch((error: unknown) => {
      if (!(error instanceof EngineCallFailed)) throw error;
      logger.warn({ batch: batch.id, reason: error.message }, 'the engine could not be told of a cancelled job');
    });
  }
  await database.transaction(async (transaction) => {
    if (!(await lockClaim(database, transaction, batch.id, batch.claim))) return;
    // One that was taken up again meanwhile must not be left in a batch that nobody watches.
    const members = await lockMembers(database, transaction, batch.id, 'GENERATING');
    if (members.length === 0) await closeBatch(database, transaction, batch.id);
  });
}
