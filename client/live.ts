/** Subscriptions over graphql-ws, all on one socket. One that is cut goes on from its last cursor. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, type Client } from 'graphql-ws/client';
import { WebSocket } from 'ws';
import { fromGraphQLErrors, isPassing, isRecord, OmsError } from './errors';
import { currentToken, endpointOf, type TokenSource } from './http';
import type { Cursor } from './types';

export interface FollowOptions {
  /** Begin after this position instead of at the beginning (one request) or now (the feed). */
  readonly after?: Cursor;
  /** Ends the iterator quietly. */
  readonly signal?: AbortSignal;
}

export interface LiveOptions {
  readonly url: string;
  readonly token: TokenSource;
  readonly reconnectForMs?: number;
}

interface Followed<T> extends FollowOptions {
  readonly query: string;
  /** The subscription's root field. */
  readonly field: string;
  readonly variables: Record<string, unknown>;
  /** Where to go on after this item; absent where the subscription starts over by itself. */
  readonly cursorOf?: (item: T) => Cursor;
  /** True for the item after which the server completes; absent where there is none. */
  readonly isLast?: (item: T) => boolean;
}

export interface Live {
  /** What the reader has not yet taken is kept in memory. Rejects with OmsError where resuming makes no sense. */
  follow<T>(followed: Followed<T>): AsyncIterableIterator<T>;
  close(): Promise<void>;
}

const KEEP_ALIVE_MS = 10_000;
const PONG_WITHIN_MS = 5_000;
const ACK_WITHIN_MS = 10_000;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;
/** Closures after which the same subscription would fail again: bad request, unauthorized, forbidden, wrong protocol, doubled id or init. */
const CLOSED_FOR_GOOD: Readonly<Record<number, string>> = {
  4400: 'PROTOCOL',
  4401: 'UNAUTHENTICATED',
  4403: 'UNAUTHENTICATED',
  4406: 'PROTOCOL',
  4409: 'PROTOCOL',
  4429: 'PROTOCOL',
};

export function createLive(options: LiveOptions): Live {
  const reconnectForMs = options.reconnectForMs ?? 300_000;
  const closing = new AbortController();
  const health: Health = { connections: 0, aliveMs: Date.now() };
  let socket: Client | null = null;
  const connection = (): Client => (socket ??= connect(options, health));

  async function* follow<T>(followed: Followed<T>): AsyncIterableIterator<T> {
    const signal = followed.signal ? AbortSignal.any([followed.signal, closing.signal]) : closing.signal;
    let after = followed.after;
    let failures = 0;
    let renewedAt = 0;
    if (health.connections === 0) health.aliveMs = Date.now();
    while (!signal.aborted) {
      const run = connection().iterate<Record<string, T>>({ query: followed.query, variables: { ...followed.variables, after } });
      const stop = () => void run.return?.();
      signal.addEventListener('abort', stop, { once: true });
      try {
        for await (const result of run) {
          if (result.errors) throw fromGraphQLErrors(result.errors);
          const item = result.data?.[followed.field];
          if (item === undefined) throw new OmsError('PROTOCOL', `an event lacks ${followed.field}`);
          failures = 0;
          after = followed.cursorOf?.(item) ?? after;
          yield item;
          if (followed.isLast?.(item)) return;
        }
        // Completed before its last item: a gateway that is going away.
        failures += 1;
      } catch (error) {
        const failure = asOmsError(error);
        // A token that was good and ran out is replaced by asking for a new one, once for each connection.
        const renewable = failure.code === 'UNAUTHENTICATED' && typeof options.token === 'function' && health.connections > renewedAt;
        if (!renewable && !isPassing(failure)) throw failure;
        if (Date.now() - health.aliveMs > reconnectForMs) throw failure;
        if (renewable) renewedAt = health.connections;
        failures += 1;
        await pause((failure.retryAfterSeconds ?? 0) * 1000, failures, signal);
        continue;
      } finally {
        signal.removeEventListener('abort', stop);
        await run.return?.();
      }
      await pause(0, failures, signal);
    }
  }

  return {
    follow,
    async close() {
      closing.abort();
      await socket?.dispose();
    },
  };
}

/** What the subscriptions of one socket know about it. */
interface Health {
  /** Connections that the gateway acknowledged so far. */
  connections: number;
  /** When the last of them was made or lost, in ms since the epoch. */
  aliveMs: number;
}

function connect(options: LiveOptions, health: Health): Client {
  const url = endpointOf(options.url);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  let pongDue: NodeJS.Timeout | undefined;
  let connected = false;
  const client = createClient({
    url: url.href,
    webSocketImpl: WebSocket,
    connectionParams: async () => ({ authorization: `Bearer ${await currentToken(options.token)}` }),
    connectionAckWaitTimeout: ACK_WITHIN_MS,
    keepAlive: KEEP_ALIVE_MS,
    // Each subscription resumes by itself, from a cursor that the socket does not know.
    retryAttempts: 0,
    on: {
      connected: () => {
        connected = true;
        health.connections += 1;
        health.aliveMs = Date.now();
      },
      ping: (received) => {
        if (!received) pongDue = setTimeout(() => client.terminate(), PONG_WITHIN_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(pongDue);
      },
      closed: () => {
        clearTimeout(pongDue);
        if (connected) health.aliveMs = Date.now();
        connected = false;
      },
    },
  });
  return client;
}

async function pause(leastMs: number, failures: number, signal: AbortSignal): Promise<void> {
  const backoff = Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
  await sleep(Math.max(leastMs, backoff), undefined, { signal }).catch(() => undefined);
}

/** Of whatever graphql-ws throws: a list of GraphQL errors, a closure, or a socket's error. */
function asOmsError(error: unknown): OmsError {
  if (error instanceof OmsError) return error;
  if (Array.isArray(error)) return fromGraphQLErrors(error);
  if (isRecord(error) && typeof error.code === 'number') {
    const reason = typeof error.reason === 'string' && error.reason ? error.reason : 'no reason given';
    return new OmsError(CLOSED_FOR_GOOD[error.code] ?? 'SERVICE_UNAVAILABLE', `the connection was closed: ${error.code} ${reason}`);
  }
  const message = isRecord(error) && typeof error.message === 'string' ? error.message : String(error);
  return new OmsError('SERVICE_UNAVAILABLE', `the connection failed: ${message}`, { cause: error });
}
