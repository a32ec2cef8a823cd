/** How the queues of the repeatable jobs speak to Redis. */
import type { RedisOptions } from 'bullmq';

/** A Redis whose host vanished sends no goodbye. A worker's command blocks for 10 s at most (BullMQ's own bound), so what is silent for longer is gone. */
const SILENT_AFTER_MS = 15_000;

/** For commands that must fail, and not wait, while Redis is away. */
export function askingConnection(url: string): RedisOptions {
  return { ...patient(url), enableOfflineQueue: false, maxRetriesPerRequest: 1 };
}

/** For the blocking commands of a worker, which must wait for a Redis that is away. */
export function waitingConnection(url: string): RedisOptions {
  return { ...patient(url), maxRetriesPerRequest: null };
}

function patient(url: string): RedisOptions {
  return { url, socketTimeout: SILENT_AFTER_MS, retryStrategy: (times: number) => Math.min(5_000, times * 200) };
}
