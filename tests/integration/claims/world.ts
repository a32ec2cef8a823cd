/** One system without processing: the tests start the processes that crash, stall, and take over. */
import { readFileSync } from 'node:fs';
import { createOmsClient, type OmsClient, type SubmitInput } from '../../../client';
import { exampleRequest } from '../../../reference-data/example-data';
import { eventually } from '../../support/eventually';
import { countByStatus, violations } from '../../support/invariants';
import { startSystem, type System } from '../../support/system';
import { rows } from '../../../models/database';

/** Short enough that a takeover does not make tests wait. */
export const LEASE_MS = 1_500;

export async function startWorld(env: Record<string, string> = {}): Promise<{ system: System; client: OmsClient }> {
  const system = await startSystem({
    roles: { gateway: 1, relay: 1, monitoring: 1, 'reference-data': 1 },
    env: { CLAIM_LEASE_MS: String(LEASE_MS), SUBMIT_BACKOFF_MS: '50', ...env },
    simulator: { SIMULATOR_RENDER_MS: '5', SIMULATOR_RENDERER: 'load' },
  });
  const client = createOmsClient({ url: system.gatewayUrl(), token: await system.token() });
  return { system, client };
}

/** Letters of one kind, so that they share an engine batch. */
export function letters(count: number): SubmitInput[] {
  return Array.from({ length: count }, (_, n) => ({ ...exampleRequest('POLICY_LETTER', n), format: 'PDF' }));
}

/** Submits letters in one call. @returns their ids. */
export async function submitLetters(client: OmsClient, count: number): Promise<string[]> {
  const { documentRequests, userErrors } = await client.submitBatch(letters(count));
  if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
  return documentRequests.map((request) => request?.id ?? '');
}

export async function allCompleted(system: System, ids: readonly string[]): Promise<void> {
  await eventually('all completed', async () => {
    const [found] = await rows<{ n: number }>(system.db, `SELECT count(*) AS n FROM document_requests WHERE id = ANY ($1::uuid[]) AND status = 'COMPLETED'`, [ids]);
    return found?.n === ids.length;
  }, 40_000).catch(async (error: unknown) => {
    throw new Error(`${(error as Error).message}; there are ${JSON.stringify(await countByStatus(system))}`);
  });
  expect(await violations(system)).toEqual([]);
}

/** Resolves when the process has stopped itself at its crash point. */
export async function stalled(system: System, index: number): Promise<void> {
  const pid = system.processes.pid('processing', index);
  await eventually(`processing ${index} to stall`, () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.startsWith('T'), 20_000);
}
