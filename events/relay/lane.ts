/**
 * events/relay: brings what the database holds to the topics. This file: one lane of it. However many relays run, a transaction-scoped advisory
 * lock lets one at a time work a lane, so order per key holds; whoever dies lets go with its connection.
 */
import { Transaction, type Sequelize } from 'sequelize';
import { row } from '../../models/database';
import type { Logger } from '../../platform/logging';

/** First half of our advisory locks' keys; the second is the lane's number. */
const LOCK_CLASS = 7_305;
const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 2_000;
/** A session idle in its transaction is ended by Postgres after seconds, and a broker may take longer: we show life meanwhile. */
const SIGN_OF_LIFE_MS = 1_000;

export interface LaneOptions {
  readonly name: string;
  readonly lock: number;
  /** One round inside the lane's transaction. @returns how much was done; 0: nothing is left for now. */
  readonly work: (transaction: Transaction) => Promise<number>;
}

export class Lane {
  private running: Promise<void> | null = null;
  private stopped = false;
  private failures = 0;

  constructor(
    private readonly db: Sequelize,
    private readonly options: LaneOptions,
    private readonly logger: Logger,
  ) {}

  get name(): string {
    return this.options.name;
  }

  /** Works until nothing is left. Does nothing where it is at work already. Never rejects. */
  wake(): void {
    this.running ??= this.drain().finally(() => {
      this.running = null;
    });
  }

  /** Begins nothing new and waits for the round under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async drain(): Promise<void> {
    try {
      while (!this.stopped && (await this.round()) > 0);
      this.failures = 0;
    } catch (error) {
      const delay = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.failures++);
      this.logger.warn({ lane: this.options.name, delay, reason: (error as Error).message }, 'the lane will try again');
      await new Promise((resolve) => setTimeout(resolve, this.stopped ? 0 : delay));
    }
  }

  private async round(): Promise<number> {
    return this.db.transaction({ isolationLevel: Transaction.ISOLATION_LEVELS.READ_COMMITTED }, async (transaction) => {
      const { held } = await row<{ held: boolean }>(
        this.db,
        'SELECT pg_try_advisory_xact_lock($1::int, $2::int) AS held',
        [LOCK_CLASS, this.options.lock],
        transaction,
      );
      if (!held) return 0;
      const alive = setInterval(() => {
        this.db.query('SELECT 1', { transaction }).catch(() => undefined);
      }, SIGN_OF_LIFE_MS);
      try {
        return await this.options.work(transaction);
      } finally {
        clearInterval(alive);
      }
    });
  }
}
