/** Deadlines around the client. Some of its promises never end, whatever its own timeouts say. */
import type { KafkaSettings } from './client';

/** For connecting and for what the client does around a request, in ms. */
const MARGIN_MS = 5_000;

/** A broker that does not answer must not hold up the rest of a stop; a member of a group is taken off by its session timeout. In ms. */
export const STOP_WITHIN_MS = 2_000;

/** The client did not come to an end with what it was asked. */
export class ClientHung extends Error {}

/**
 * How long one thing asked of the client may take, in ms: longer than any single request. The client tries again by itself and may need more; whoever
 * asks tries again then.
 */
export function patienceMs({ requestTimeoutMs }: KafkaSettings): number {
  return requestTimeoutMs + MARGIN_MS;
}

/** What `work` comes to. Rejects with ClientHung where that takes longer; the work itself goes on unheard. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ClientHung(`${what} did not end within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
