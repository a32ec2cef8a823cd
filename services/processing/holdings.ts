/** The batches in this process's hands: their leases are renewed while work on them is under way, and their number bounds what is read next. */
import { bulkhead, type IPolicy } from 'cockatiel';
import type { Sequelize } from 'sequelize';
import type { Logger } from '../../platform/logging';
import { releaseLeases, renewLeases } from './batches';
import type { HeldBatch } from './submit-outcomes';

export interface HoldingsOptions {
  readonly database: Sequelize;
  readonly logger: Logger;
  readonly leaseMs: number;
  /** Documents held, above which `onPressure(true)` is called; `onPressure(false)` follows below half of it. */
  readonly inFlightMax: number;
  readonly onPressure: (high: boolean) => void;
}

type Work = (batch: HeldBatch) => Promise<void>;

/** Runs work on batches in lanes: one at a time within a lane, lanes beside each other within their pool. */
export class Holdings {
  private readonly held = new Map<string, HeldBatch & { readonly size: number }>();
  private readonly lanes = new Map<string, Promise<void>>();
  private readonly pools = new Map<string, IPolicy>();
  private inFlight = 0;
  private pressed = false;
  private stopping = false;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly options: HoldingsOptions) {}

  start(): void {
    this.timer = setInterval(() => void this.renew(), this.options.leaseMs / 3);
  }

  /** Names a pool and how many batches it works on at once. */
  definePool(name: string, concurrency: number): void {
    this.pools.set(name, bulkhead(concurrency, Number.MAX_SAFE_INTEGER));
  }

  /** True while work in this lane is waiting or under way. */
  isBusy(lane: string): boolean {
    return this.lanes.has(lane);
  }

  /** Takes a claimed batch in hand. Work that rejects lets go of it: its lease runs out and it is taken over. */
  hold(batch: HeldBatch & { readonly size: number }, place: { lane: string; pool: string; freed?: () => void }, work: Work): void {
    const policy = this.pools.get(place.pool);
    if (!policy) throw new Error(`no pool ${place.pool}`);
    this.held.set(batch.id, batch);
    this.count(batch.size);
    const before = this.lanes.get(place.lane) ?? Promise.resolve();
    const after = before.then(() => this.run(batch, policy, work));
    this.lanes.set(place.lane, after);
    void after.then(() => {
      if (this.lanes.get(place.lane) === after) {
        this.lanes.delete(place.lane);
        place.freed?.();
      }
    });
  }

  /** Begins no more work, waits up to `graceMs` for what is under way, and gives back the rest. */
  async stop(graceMs: number): Promise<void> {
    this.stopping = true;
    const grace = new Promise((resolve) => setTimeout(resolve, graceMs));
    await Promise.race([Promise.all(this.lanes.values()), grace]);
    if (this.timer) clearInterval(this.timer);
    if (this.held.size > 0) await releaseLeases(this.options.database, [...this.held.values()]);
  }

  private async run(batch: HeldBatch & { readonly size: number }, pool: IPolicy, work: Work): Promise<void> {
    try {
      await pool.execute(async () => {
        if (this.stopping) return;
        await work(batch);
        this.letGo(batch);
      });
    } catch (error) {
      this.letGo(batch);
      this.options.logger.warn({ batch: batch.id, err: error }, 'work on a batch broke off; it will be taken over');
    }
    this.count(-batch.size);
  }

  /** This process may hold the same batch anew, taken over from itself: only this hold of it ends. */
  private letGo(batch: HeldBatch): void {
    if (this.held.get(batch.id) === batch) this.held.delete(batch.id);
  }

  private count(documents: number): void {
    this.inFlight += documents;
    if (!this.pressed && this.inFlight > this.options.inFlightMax) this.press(true);
    else if (this.pressed && this.inFlight < this.options.inFlightMax / 2) this.press(false);
  }

  private press(high: boolean): void {
    this.pressed = high;
    this.options.onPressure(high);
  }

  private async renew(): Promise<void> {
    const mine = [...this.held.values()].map(({ id, claim }) => ({ id, claim }));
    if (mine.length === 0) return;
    try {
      await renewLeases(this.options.database, mine, this.options.leaseMs);
    } catch (error) {
      this.options.logger.warn({ reason: (error as Error).message }, 'leases could not be renewed');
    }
  }
}
