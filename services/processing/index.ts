/** The processing stage as its consumers see it: events in, claimed when the promise resolves. What follows goes on by itself, under leases. */
import { kindKey } from '../../domain/engine-batch';
import type { Readiness, Service } from '../../platform/service';
import { countRepairs } from '../repairs';
import { takeOverExpired, type TakenOver } from './batches';
import { claimForBulk, claimOnDemand, type ClaimableEvent, type ClaimedBatch } from './claim';
import { Gatherer } from './gatherer';
import { Holdings } from './holdings';
import { renderOnDemand, type OnDemandDeps } from './on-demand';
import { submitBatch } from './submit';

export type { ClaimableEvent } from './claim';

export interface ProcessingDeps extends OnDemandDeps {
  /** This process among others of its role. */
  readonly holder: string;
  readonly settings: OnDemandDeps['settings'] & {
    readonly batchSize: number;
    readonly gatherMs: number;
    readonly gatherMaxMs: number;
    readonly claimLeaseMs: number;
    readonly inFlightMax: number;
    readonly onDemandConcurrency: number;
  };
  /** Told when so much is claimed and not yet at the engine that no more should be read, and when it may be again. */
  readonly onPressure: (high: boolean) => void;
}

/** Kinds that are submitted beside each other. */
const BULK_CONCURRENCY = 8;
const STOP_GRACE_MS = 4_000;

export class ProcessingService implements Service {
  readonly name = 'processing';
  private readonly holdings: Holdings;
  private readonly bulk: Gatherer;
  private readonly onDemand: Gatherer;
  private sweepTimer: NodeJS.Timeout | null = null;
  private sweeping: Promise<void> | null = null;

  constructor(private readonly deps: ProcessingDeps) {
    const { database, logger, onPressure, settings } = deps;
    this.holdings = new Holdings({ database, logger, leaseMs: settings.claimLeaseMs, inFlightMax: settings.inFlightMax, onPressure });
    this.holdings.definePool('bulk', BULK_CONCURRENCY);
    this.holdings.definePool('on demand', settings.onDemandConcurrency);
    const { gatherMs, gatherMaxMs, batchSize } = settings;
    this.bulk = new Gatherer({
      gatherMs,
      gatherMaxMs,
      batchSize,
      isBusy: (kind) => this.holdings.isBusy(kind),
      claim: async (events) => this.take(await claimForBulk(database, events, this.claimOptions()), 'BULK'),
    });
    this.onDemand = new Gatherer({
      gatherMs: 0,
      gatherMaxMs: 0,
      batchSize: 1,
      isBusy: () => false,
      claim: async (events) => this.take(await claimOnDemand(database, events, this.claimOptions()), 'ON_DEMAND'),
    });
  }

  start(): Promise<void> {
    this.holdings.start();
    this.sweepTimer = setInterval(() => {
      this.sweeping ??= this.takeOver().finally(() => {
        this.sweeping = null;
      });
    }, Math.min(1_000, this.deps.settings.claimLeaseMs / 2));
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    if (this.sweepTimer) clearInterval(this.sweepTimer);
    await this.sweeping;
    await this.holdings.stop(STOP_GRACE_MS);
  }

  readiness(): Readiness {
    return { ready: true };
  }

  /** Events of NORMAL and LOW requests. Resolves when they are claimed; rejects, with none of them lost, when the database is away. */
  process(events: readonly ClaimableEvent[]): Promise<void> {
    return this.bulk.add(events);
  }

  /** The same for HIGH ones. */
  processOnDemand(events: readonly ClaimableEvent[]): Promise<void> {
    return this.onDemand.add(events);
  }

  private claimOptions() {
    return { holder: this.deps.holder, leaseMs: this.deps.settings.claimLeaseMs, batchSize: this.deps.settings.batchSize };
  }

  private take(batches: readonly ClaimedBatch[], mode: 'BULK' | 'ON_DEMAND'): void {
    for (const batch of batches) this.hold({ ...batch, mode, frozenNumber: null });
  }

  private hold(batch: Omit<TakenOver, 'released'>): void {
    if (batch.mode === 'ON_DEMAND') {
      this.holdings.hold(batch, { lane: batch.id, pool: 'on demand' }, (held) => renderOnDemand(this.deps, held));
      return;
    }
    const place = { lane: kindKey(batch.kind), pool: 'bulk', freed: () => this.bulk.look() };
    this.holdings.hold(batch, place, (held) => submitBatch(this.deps, held, batch.frozenNumber));
  }

  /** Takes over what another process left behind when its lease ran out. */
  private async takeOver(): Promise<void> {
    const { database, holder, logger, settings } = this.deps;
    try {
      const taken = await takeOverExpired(database, holder, settings.claimLeaseMs, 50);
      for (const batch of taken) this.hold(batch);
      const left = taken.filter(({ released }) => !released).length;
      if (left > 0) logger.warn({ batches: left }, 'took over batches whose lease ran out');
      await countRepairs(database, 'expired-leases', left);
    } catch (error) {
      logger.warn({ reason: (error as Error).message }, 'expired leases could not be looked for');
    }
  }
}
