/**
 * Read Redis first, fill it on a miss. A miss takes a lease, reads Postgres and stores only while the lease is its own: whoever changes an
 * item deletes key and lease after its commit, so what was read before the change cannot be stored after it. The lease is the single
 * flight too: others wait a little for what its holder stores.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { CacheConnection } from './connection';

export interface ItemCacheOptions {
  /** Put before every key. */
  readonly prefix: string;
  readonly ttlMs: number;
  /** How long a reader may take from its miss to its store. */
  readonly leaseMs?: number;
  /** How long others wait for the holder of a lease before they read Postgres themselves. */
  readonly waitMs?: number;
}

/** Reads from Postgres. An item that does not exist is null, or absent from the map. */
export type Loader<T> = (keys: readonly string[]) => Promise<Map<string, T | null>>;

const POLL_MS = 15;

export class ItemCache {
  private readonly leaseMs: number;
  private readonly waitMs: number;

  constructor(
    private readonly connection: CacheConnection,
    private readonly options: ItemCacheOptions,
  ) {
    this.leaseMs = options.leaseMs ?? 2_000;
    this.waitMs = options.waitMs ?? 500;
  }

  /** The items of these keys, absent ones as null. Without Redis everything is loaded. Rejects only as `load` does. */
  async read<T>(keys: readonly string[], load: Loader<T>): Promise<Map<string, T | null>> {
    const items = new Map<string, T | null>();
    const waitUntil = performance.now() + this.waitMs;
    let open = [...new Set(keys)];
    while (open.length > 0) {
      const runId = this.connection.usable();
      const answer = runId ? await this.readOrLease<T>(runId, open) : null;
      if (!runId || !answer) break;
      for (const [key, item] of answer.found) items.set(key, item);
      if (answer.leased.length > 0) {
        const loaded = await load(answer.leased);
        for (const key of answer.leased) items.set(key, loaded.get(key) ?? null);
        await this.store(runId, answer.token, answer.leased, items);
      }
      open = answer.held;
      if (open.length === 0) return items;
      if (performance.now() >= waitUntil) break;
      await delay(POLL_MS);
    }
    const loaded = open.length > 0 ? await load(open) : new Map<string, T | null>();
    for (const key of open) items.set(key, loaded.get(key) ?? null);
    return items;
  }

  /** Deletes keys and leases. Rejects when Redis cannot be reached: then the caller's invalidation stays in its table. */
  async forget(keys: readonly string[]): Promise<void> {
    const runId = this.connection.reached();
    if (!runId) throw new Error('the cache is away');
    await this.connection.run((redis) => redis.del(...this.pairs(runId, keys)));
  }

  private async readOrLease<T>(runId: string, keys: readonly string[]) {
    const token = randomUUID();
    const pairs = this.pairs(runId, keys);
    let answers: (string | number)[];
    try {
      answers = await this.connection.run((redis) => redis.readOrLease(pairs.length, ...pairs, token, String(this.leaseMs)));
    } catch {
      return null;
    }
    const found = new Map<string, T | null>();
    const leased: string[] = [];
    const held: string[] = [];
    keys.forEach((key, index) => {
      const answer = answers[index];
      if (typeof answer === 'string') found.set(key, JSON.parse(answer) as T | null);
      else (answer === 1 ? leased : held).push(key);
    });
    return { token, found, leased, held };
  }

  private async store<T>(runId: string, token: string, keys: readonly string[], items: Map<string, T | null>): Promise<void> {
    const pairs = this.pairs(runId, keys);
    const values = keys.map((key) => JSON.stringify(items.get(key) ?? null));
    try {
      await this.connection.run((redis) => redis.storeUnderLease(pairs.length, ...pairs, token, String(this.options.ttlMs), ...values));
    } catch {
      // Not stored: the next reader misses again. The connection has said why.
    }
  }

  private pairs(runId: string, keys: readonly string[]): string[] {
    return keys.flatMap((key) => {
      const full = `${this.options.prefix}:reference-data:${runId}:${key}`;
      return [full, `${full}:lease`];
    });
  }
}
