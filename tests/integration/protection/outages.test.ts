import { createOmsClient, type OmsClient } from '../../../client';
import { rows } from '../../../models/database';
import { exampleRequest } from '../../../reference-data/example-data';
import { eventually } from '../../support/eventually';
import { countByStatus, violations } from '../../support/invariants';
import { startSystem, type System } from '../../support/system';

/** Longer than every deadline that would make something fail, were it to run while the engine is away. */
const OUTAGE_MS = 9_000;

describe('what processing and monitoring stand on goes away while documents flow', () => {
  let system: System;
  let client: OmsClient;

  beforeAll(async () => {
    system = await startSystem({
      roles: { gateway: 1, relay: 1, processing: 1, monitoring: 1, 'reference-data': 1 },
      env: {
        BREAKER_OPEN_MS: '200',
        BREAKER_OPEN_MAX_MS: '500',
        CLAIM_LEASE_MS: '1500',
        MONITORING_DEADLINE_MS: '7000',
        ADOPT_DEADLINE_MS: '2500',
        SUBMIT_BACKOFF_MS: '50',
        SUBMIT_BACKOFF_MAX_MS: '200',
        REFERENCE_DATA_TIMEOUT_MS: '500',
      },
      simulator: { SIMULATOR_RENDER_MS: '700', SIMULATOR_RENDERER: 'load' },
    });
    client = createOmsClient({ url: system.gatewayUrl(), token: await system.token() });
  });
  afterAll(async () => {
    await client.close();
    await system.stop();
  });

  const KINDS = ['POLICY_LETTER', 'INVOICE', 'ACCOUNT_STATEMENT'] as const;
  let submitted = 0;
  async function submit(count: number): Promise<void> {
    const inputs = Array.from({ length: count }, (_, n) => ({
      ...exampleRequest(KINDS[n % KINDS.length] ?? 'INVOICE', n, { withParty: true }),
      priority: n % 10 === 0 ? ('HIGH' as const) : ('NORMAL' as const),
    }));
    const { userErrors } = await client.submitBatch(inputs);
    expect(userErrors).toEqual([]);
    submitted += count;
  }
  async function allCompleted(): Promise<void> {
    await eventually('all completed', async () => (await countByStatus(system)).COMPLETED === submitted, 40_000).catch(async (error: unknown) => {
      const errors = await rows(system.db, 'SELECT DISTINCT code, message FROM processing_errors');
      throw new Error(`${(error as Error).message}; there are ${JSON.stringify(await countByStatus(system))} and ${JSON.stringify(errors)}`);
    });
    expect(await rows(system.db, 'SELECT code, message FROM processing_errors')).toEqual([]);
    expect(await violations(system)).toEqual([]);
  }
  const states = async (api: string) => {
    const found = await rows<{ role: string; state: string }>(system.db, 'SELECT role, state FROM circuit_states WHERE api = $1', [api]);
    return Object.fromEntries(found.map(({ role, state }) => [role, state]));
  };

  it('the engine: its breaker opens, consumers pause, nothing fails, no deadline runs, and all goes on by itself', async () => {
    await submit(100);
    await eventually('a job at the engine', async () => {
      const found = await rows(system.db, `SELECT 1 FROM engine_batches WHERE mode = 'BULK' AND state = 'GENERATING' AND poll_count > 0`);
      return found.length > 0;
    });
    await system.kill('simulator');
    const until = Date.now() + OUTAGE_MS;
    while (Date.now() < until) {
      await submit(20);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    const { processing, monitoring } = await states('engine');
    expect([processing, monitoring]).not.toContain('closed');
    const counts = await countByStatus(system);
    expect(counts.ACCEPTED).toBeGreaterThan(0);
    expect(counts.GENERATING).toBeGreaterThan(0);
    expect(counts.RETRY_SCHEDULED ?? 0).toBe(0);
    await system.restart('simulator');
    await allCompleted();
    await eventually('closed breakers', async () => Object.values(await states('engine')).every((state) => state === 'closed'));
  });

  it('the Reference Data API: enrichment waits for it, and what is cached is still accepted', async () => {
    await submit(30);
    await system.kill('reference-data', 'SIGKILL');
    const until = Date.now() + OUTAGE_MS / 2;
    while (Date.now() < until) {
      await submit(20);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    expect((await states('reference-data')).processing).not.toBe('closed');
    expect((await countByStatus(system)).COMPLETED).toBeLessThan(submitted);
    await system.restart('reference-data');
    await allCompleted();
  });
});
