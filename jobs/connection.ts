/** How the queues of the repeatable jobs speak to Redis. */
import type { RedisOptions } from 'bullmq';

/** A Redis whose host vanished sends no goodbye. A worker's command blocks for 10 s at most (BullMQ's own bound), so what is silent for longer is gone. */
const SILENT_AFTER_MS = 15_000;
const CLOSE_WITHIN_MS = 3_000;

/** For commands that must fail, and not wait, while Redis is away. */
export function askingConnection(url: string): RedisOptions {
  return { ...patient(url), enableOfflineQueue: false, maxRetriesPerRequest: 1 };
}

/** For the blocking commands of a worker, which must wait for a Redis that is away. */
export function waitingConnection(url: string): RedisOptions {
  return { ...patient(url), maxRetriesPerRequest: null };
}

/** Waits for queues and workers that close, 3 s at most: a Redis that is away would keep a graceful close waiting for it, or refuses it. Never rejects. */
export async function closed(closing: readonly Promise<void>[]): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, CLOSE_WITHIN_MS).unref());
  await Promise.race([Promise.allSettled(closing), late]);
}

function patient(url: string): RedisOptions {
  return { url, socketTimeout: SILENT_AFTER_MS, retryStrategy: (times: number) => Math.min(5_000, times * 200) };
}
