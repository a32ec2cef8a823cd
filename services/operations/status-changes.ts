/** systemStatusChanged: the state at once, then whenever it has changed. However many follow, one of them reads: the figures are kept for the others. */
import { CodedError } from '../../domain/user-errors';
import { iterate, pause } from '../../feed/live/iteration';
import type { SystemStatusRow } from './system-status';

const EVERY_MS = 1_000;

/** Goes on by itself when the database is back: nothing comes meanwhile. `read` must answer many callers by one reading. */
export function followStatus(read: () => Promise<SystemStatusRow>): AsyncIterableIterator<SystemStatusRow> {
  return iterate((signal) => follow(read, signal));
}

async function* follow(read: () => Promise<SystemStatusRow>, signal: AbortSignal): AsyncGenerator<SystemStatusRow, void, undefined> {
  let told = '';
  while (!signal.aborted) {
    const status = await readPatiently(read, signal);
    if (!status) return;
    const text = JSON.stringify(status);
    if (text !== told) yield status;
    told = text;
    await pause(EVERY_MS, signal);
  }
}

async function readPatiently(read: () => Promise<SystemStatusRow>, signal: AbortSignal): Promise<SystemStatusRow | null> {
  while (!signal.aborted) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== 'SERVICE_UNAVAILABLE') throw error;
      await pause(EVERY_MS, signal);
    }
  }
  return null;
}
