/** The monitoring stage: enrolment for its consumer, and the poller. No consumer waits here: the schedule does. */
import type { MonitoringRetryEvent } from '../../events/schemas';
import type { Readiness, Service } from '../../platform/service';
import type { Circuit } from '../ports/circuit';
import { EngineClock } from './engine-clock';
import { pollBatch, type PollDeps } from './poll';
import { claimDue, enrolBatches, extendGuards, type DueBatch } from './poll-rows';
import { watchAgain } from './retry';
import { crashPoint } from '../../platform/crash-points';

export interface MonitoringDeps extends Omit<PollDeps, 'clock'> {
  /** While it is not closed, nothing is polled and no deadline runs. */
  readonly engineCircuit: Circuit;
  readonly settings: PollDeps['settings'] & {
    /** Batches polled beside each other by this process. */
    readonly pollConcurrency: number;
    /** A poll that has shown no result for so long, in ms, may be repeated by another process. */
    readonly pollGuardMs: number;
  };
}

/** Between two looks at the schedule, in ms. */
const LOOK_EVERY_MS = 25;
const LOOK_RETRY_MS = 1_000;
const STOP_GRACE_MS = 4_000;

export class MonitoringService implements Service {
  readonly name = 'monitoring';
  private readonly polls = new Map<Promise<void>, DueBatch>();
  private guardTimer: NodeJS.Timeout | null = null;
  private loop: Promise<void> | null = null;
  private stopped = false;
  private readonly clock: EngineClock;

  constructor(private readonly deps: MonitoringDeps) {
    this.clock = new EngineClock(deps.engine, deps.engineCircuit);
  }

  start(): Promise<void> {
    this.loop = this.run();
    // A poll that takes long, storing a large batch, must not be overtaken again and again.
    const { pollGuardMs } = this.deps.settings;
    this.guardTimer = setInterval(() => void this.extend(pollGuardMs), pollGuardMs / 3);
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
    if (this.guardTimer) clearInterval(this.guardTimer);
    await Promise.race([Promise.all(this.polls.keys()), new Promise((resolve) => setTimeout(resolve, STOP_GRACE_MS).unref())]);
    await this.extend(0);
  }

  readiness(): Readiness {
    return { ready: true };
  }

  /** Takes batches into the schedule. Rejects when the database is away. */
  async enrol(batchIds: readonly string[]): Promise<void> {
    await enrolBatches(this.deps.database, batchIds, this.deps.settings.pollFirstMs);
    crashPoint('enrol:after-commit');
  }

  /** Takes requests into the schedule again whose retry begins here. Rejects when the database is away. */
  async retry(events: readonly MonitoringRetryEvent[]): Promise<void> {
    await watchAgain(this.deps.database, events, this.deps.settings.pollFirstMs);
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      let pause = LOOK_EVERY_MS;
      try {
        const free = this.deps.settings.pollConcurrency - this.polls.size;
        // An engine that is out of reach is not asked: what is due stays due.
        const due = free > 0 && this.deps.engineCircuit.state === 'closed' ? await claimDue(this.deps.database, free, this.deps.settings.pollGuardMs) : [];
        for (const batch of due) this.begin(batch);
      } catch (error) {
        this.deps.logger.warn({ reason: (error as Error).message }, 'the schedule of polls could not be read');
        pause = LOOK_RETRY_MS;
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  private async extend(guardMs: number): Promise<void> {
    try {
      await extendGuards(this.deps.database, [...this.polls.values()], guardMs);
    } catch (error) {
      this.deps.logger.warn({ reason: (error as Error).message }, 'polls under way could not be kept or given back');
    }
  }

  private begin(batch: DueBatch): void {
    const kept = pollBatch({ ...this.deps, clock: this.clock }, batch)
      .catch((error: unknown) => this.deps.logger.warn({ err: error }, 'a poll broke off; the batch will be due again'))
      .finally(() => this.polls.delete(kept));
    this.polls.set(kept, batch);
  }
}
