/** Submits the planned documents, a few calls at a time. */
import { OmsError, type OmsClient } from '..';
import type { Plan } from './documents';
import type { Timelines } from './timelines';

const SINGLES_AT_ONCE = 4;
const BATCHES_AT_ONCE = 2;

/** Tells `timelines` which requests to expect. @returns why documents were refused, one sentence each */
export async function submitAll(client: OmsClient, plan: Plan, timelines: Timelines, signal: AbortSignal): Promise<string[]> {
  const refusals: string[] = [];
  const singles = inTurn(plan.singles, SINGLES_AT_ONCE, signal, async (document) => {
    const sentMs = performance.now();
    try {
      const request = await client.submit(document);
      timelines.expect([request.id], sentMs);
    } catch (error) {
      if (!(error instanceof OmsError) || error.userErrors.length === 0) throw error;
      refusals.push(`${document.documentType}: ${error.message}`);
    }
  });
  const batches = inTurn(plan.batches, BATCHES_AT_ONCE, signal, async (documents) => {
    const sentMs = performance.now();
    const answer = await client.submitBatch(documents, crypto.randomUUID());
    timelines.expect(answer.documentRequests.flatMap((request) => (request ? [request.id] : [])), sentMs);
    refusals.push(...answer.userErrors.map((fault) => `${fault.field?.join('.') ?? 'batch'}: ${fault.message}`));
  });
  await Promise.all([singles, batches]);
  timelines.expectNoMore();
  return refusals;
}

async function inTurn<T>(items: readonly T[], atOnce: number, signal: AbortSignal, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items[Symbol.iterator]();
  const worker = async () => {
    for (const item of waiting) {
      if (signal.aborted) return;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
