/** Changes with their invalidation: written in the change's own transaction, carried out at once after the commit, or by the drain. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Sequelize, Transaction } from 'sequelize';
import { row, rows } from '../../models/database';
import type { Logger } from '../../platform/logging';
import type { Readiness } from '../../platform/service';
import type { ItemCache } from './item-cache';

/** What a change needs of its transaction: `touch` names each cache key whose item it changes. */
export interface Change {
  readonly transaction: Transaction;
  touch(...keys: string[]): void;
}

/** How often each instance looks for invalidations that were not carried out, in ms. */
const DRAIN_EVERY_MS = 200;
const DRAIN_AT_ONCE = 50;
/** Between looks at what another instance is about to carry out, in ms. */
const OTHERS_MS = 25;

export class Invalidation {
  private timer: NodeJS.Timeout | null = null;
  private turn: Promise<void> = Promise.resolve();
  private state: Readiness = { ready: false, reason: 'starting' };

  constructor(
    private readonly db: Sequelize,
    private readonly cache: ItemCache,
    private readonly logger: Logger,
  ) {}

  /** Runs `work` in one transaction. When it resolves the change is committed and, with Redis in reach, in force for every reader. */
  async change<T>(work: (change: Change) => Promise<T>): Promise<T> {
    const keys = new Set<string>();
    const { result, id } = await this.db.transaction(async (transaction) => {
      const done = await work({ transaction, touch: (...touched) => touched.forEach((key) => keys.add(key)) });
      return { result: done, id: keys.size > 0 ? await this.record([...keys], transaction) : null };
    });
    if (id !== null) await this.carryOut([...keys], id);
    return result;
  }

  /** Drains once, and from then on again and again. Resolves after the first time, whatever came of it. */
  async start(): Promise<void> {
    if (this.timer) return;
    this.timer = setInterval(() => {
      this.turn = this.turn.then(() => this.drain());
    }, DRAIN_EVERY_MS);
    this.turn = this.turn.then(() => this.drain());
    await this.turn;
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    this.state = { ready: false, reason: 'stopped' };
    await this.turn;
  }

  /** Resolves when nothing that was changed before waits to be carried out, by whomever. Rejects where Postgres or Redis is away. */
  async catchUp(): Promise<void> {
    while (await this.anyWaits()) if ((await this.drainSome()) === 0) await delay(OTHERS_MS);
  }

  /** Ready while Postgres answers the drain. */
  readiness(): Readiness {
    return this.state;
  }

  private async record(keys: string[], transaction: Transaction): Promise<number> {
    const sql = 'INSERT INTO reference_data_invalidations (cache_keys) VALUES ($1::text[]) RETURNING id';
    return (await row<{ id: number }>(this.db, sql, [keys], transaction)).id;
  }

  private async carryOut(keys: string[], id: number): Promise<void> {
    try {
      await this.cache.forget(keys);
      await this.db.query('DELETE FROM reference_data_invalidations WHERE id = $1', { bind: [id] });
    } catch {
      // The change is committed; its row stays for the drain of whichever instance reaches Redis first.
    }
  }

  private async drain(): Promise<void> {
    if (!this.timer) return;
    try {
      if (await this.anyWaits()) await this.drainSome().catch((error: unknown) => this.logger.debug({ err: error }, 'invalidations wait for the cache'));
      this.state = this.timer ? { ready: true } : this.state;
    } catch (error) {
      if (this.state.ready) this.logger.warn({ err: error }, 'Postgres does not answer');
      this.state = { ready: false, reason: 'Postgres does not answer' };
    }
  }

  private async anyWaits(): Promise<boolean> {
    return (await rows(this.db, 'SELECT 1 FROM reference_data_invalidations LIMIT 1')).length > 0;
  }

  /** @returns how many were carried out; those that another instance holds are left to it */
  private async drainSome(): Promise<number> {
    return this.db.transaction(async (transaction) => {
      // A process that stalls here must not keep the rows from the others.
      await this.db.query(`SET LOCAL idle_in_transaction_session_timeout = '2s'`, { transaction });
      const sql = `SELECT id, cache_keys FROM reference_data_invalidations ORDER BY id LIMIT ${DRAIN_AT_ONCE} FOR UPDATE SKIP LOCKED`;
      const waiting = await rows<{ id: number; cache_keys: string[] }>(this.db, sql, [], transaction);
      if (waiting.length === 0) return 0;
      await this.cache.forget(waiting.flatMap((each) => each.cache_keys));
      await this.db.query('DELETE FROM reference_data_invalidations WHERE id = ANY($1::bigint[])', {
        bind: [waiting.map((each) => each.id)],
        transaction,
      });
      return waiting.length;
    });
  }
}
