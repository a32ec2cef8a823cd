/** The cache's own connection to Redis: never queues, never hangs, and knows which Redis process it speaks to. */
import { setTimeout as delay } from 'node:timers/promises';
import Redis from 'ioredis';
import type { Logger } from '../../platform/logging';

/** A command that takes longer than this counts as Redis being away, in ms. */
const COMMAND_TIMEOUT_MS = 250;
const CONNECT_TIMEOUT_MS = 1_000;
/** Between tries to catch up with what was changed meanwhile, in ms. */
const CATCH_UP_AGAIN_MS = 100;

/** What the scripts look like on the client. KEYS are pairs: an item's key and its lease's. */
export interface CacheCommands {
  /** ARGV: token, lease in ms. Per pair: the value, 1 where the lease is now the caller's, 0 where it is another's. */
  readOrLease(keyCount: number, ...args: string[]): Promise<(string | number)[]>;
  /** ARGV: token, ttl in ms, then one value per pair. Stores only under the caller's own lease, and ends it. */
  storeUnderLease(keyCount: number, ...args: string[]): Promise<number>;
  del(...keys: string[]): Promise<number>;
}

const SCRIPTS = {
  readOrLease: `
    local answers = {}
    for i = 1, #KEYS, 2 do
      local value = redis.call('GET', KEYS[i])
      if value then
        answers[#answers + 1] = value
      elseif redis.call('SET', KEYS[i + 1], ARGV[1], 'NX', 'PX', ARGV[2]) then
        answers[#answers + 1] = 1
      else
        answers[#answers + 1] = 0
      end
    end
    return answers`,
  storeUnderLease: `
    local stored = 0
    for i = 1, #KEYS, 2 do
      if redis.call('GET', KEYS[i + 1]) == ARGV[1] then
        redis.call('SET', KEYS[i], ARGV[2 + (i + 1) / 2], 'PX', ARGV[2])
        redis.call('DEL', KEYS[i + 1])
        stored = stored + 1
      end
    end
    return stored`,
};

export class CacheConnection {
  private readonly redis: Redis & CacheCommands;
  /** One object for each connection, so that they can be told apart. It may be read from once nothing that it holds waits to be deleted. */
  private connected: { readonly runId: string; readable: boolean } | null = null;
  private warned = false;

  /** @param catchUp has to delete what was changed while this Redis was not in reach; until it resolves nothing is read from it. */
  constructor(
    url: string,
    private readonly logger: Logger,
    private readonly catchUp: () => Promise<void> = () => Promise.resolve(),
  ) {
    this.redis = new Redis(url, {
      lazyConnect: true,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      commandTimeout: COMMAND_TIMEOUT_MS,
      connectTimeout: CONNECT_TIMEOUT_MS,
      retryStrategy: (times) => Math.min(50 * times, 500),
    }) as Redis & CacheCommands;
    for (const [name, lua] of Object.entries(SCRIPTS)) this.redis.defineCommand(name, { lua });
    this.redis.on('error', (error) => this.away(error));
    this.redis.on('close', () => {
      this.connected = null;
    });
    this.redis.on('ready', () => void this.identify());
  }

  /** The run id of the Redis that may be read from, or null while there is none. */
  usable(): string | null {
    return this.connected?.readable ? this.connected.runId : null;
  }

  /** The run id of the Redis in which keys can be deleted, or null while none is in reach. */
  reached(): string | null {
    return this.connected?.runId ?? null;
  }

  /** Begins to connect, and keeps trying. Does not wait: without Redis everything works, from Postgres. */
  start(): void {
    this.redis.connect().catch((error: unknown) => this.away(error));
  }

  stop(): void {
    this.redis.disconnect();
    this.connected = null;
  }

  /** Runs one command. Rejects quickly when Redis is away; one that does not answer is disconnected and connected anew. */
  async run<T>(command: (commands: CacheCommands) => Promise<T>): Promise<T> {
    try {
      return await command(this.redis);
    } catch (error) {
      if ((error as Error).message === 'Command timed out') {
        this.connected = null;
        this.redis.disconnect(true);
      }
      this.away(error);
      throw error;
    }
  }

  private async identify(): Promise<void> {
    try {
      const runId = /^run_id:(\S+)/m.exec(await this.redis.info('server'))?.[1] ?? null;
      if (!runId) throw new Error('this Redis does not tell its run_id, so what it holds cannot be trusted; it is not used');
      const connection = { runId, readable: false };
      this.connected = connection;
      while (this.connected === connection && !connection.readable) {
        connection.readable = await this.catchUp().then(
          () => true,
          async (error: unknown) => {
            this.away(error);
            return delay(CATCH_UP_AGAIN_MS, false);
          },
        );
      }
      if (this.connected !== connection) return;
      this.warned = false;
      this.logger.info('the cache is in use');
    } catch (error) {
      this.away(error);
    }
  }

  private away(error: unknown): void {
    if (this.warned) return;
    this.warned = true;
    this.logger.warn({ reason: (error as Error).message }, 'the cache cannot be used; reading from Postgres');
  }
}
