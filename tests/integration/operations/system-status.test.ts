import { createOmsClient, type OmsClient } from '../../../client';
import { eventually } from '../../support/eventually';
import { addFault } from '../../support/invariants';
import { startSystem, type System } from '../../support/system';
import { submitLetters } from '../claims/world';
import { ask } from '../gateway/client';

const QUERY = `{ systemStatus {
  stages { stage consumerLag consumerLagAt inFlight oldestAgeSeconds paused breaker }
  counts { accepted processing generating retryScheduled completed failed cancelled } openErrors outboxPending
  lastRecoveryRun { startedAt finishedAt claimed published exhausted }
} }`;

interface Stage {
  stage: string;
  consumerLag: number;
  inFlight: number;
  oldestAgeSeconds: number;
  paused: boolean;
  breaker: string;
}

interface Status {
  stages: Stage[];
  counts: Record<string, number>;
  openErrors: number;
  outboxPending: number;
  lastRecoveryRun: { startedAt: string; finishedAt: string | null } | null;
}

describe('systemStatus', () => {
  let system: System;
  let client: OmsClient;
  let operator: string;

  beforeAll(async () => {
    system = await startSystem({
      roles: { gateway: 1, relay: 1, processing: 1, monitoring: 1, 'reference-data': 1, jobs: 1 },
      env: { RECOVERY_MS: '500', SUBMIT_TRIES: '1', BREAKER_FAILURES: '3' },
      simulator: { SIMULATOR_RENDERER: 'load', SIMULATOR_RENDER_MS: '5' },
    });
    client = createOmsClient({ url: system.gatewayUrl(), token: await system.token() });
    operator = await system.token({ role: 'operator', tenant: '*' });
  });
  afterAll(async () => {
    await client.close();
    await system.stop();
  });

  const status = async () => (await ask(system.gatewayUrl(), operator, QUERY)).data?.systemStatus as Status;
  const stage = ({ stages }: Status, name: string) => stages.find((each) => each.stage === name);

  it('shows a system at rest, and that recovery runs', async () => {
    const found = await eventually('a recovery run', async (): Promise<Status | null> => {
      const now = await status();
      const told = now.lastRecoveryRun?.finishedAt && now.stages.every(({ breaker }) => breaker === 'closed');
      return told ? now : null;
    });
    const atRest = { consumerLag: 0, inFlight: 0, oldestAgeSeconds: 0, paused: false, breaker: 'closed' };
    expect(found.stages).toMatchObject([{ stage: 'PROCESSING', ...atRest }, { stage: 'MONITORING', ...atRest }]);
    expect(found).toMatchObject({ openErrors: 0, outboxPending: 0, counts: { accepted: 0, completed: 0 } });
  });

  it('shows what waits while nobody processes, and what the engine has', async () => {
    await system.kill('processing', 'SIGTERM');
    await submitLetters(client, 7);
    const waiting = await eventually('the lag', async (): Promise<Status | null> => {
      const now = await status();
      return stage(now, 'PROCESSING')?.consumerLag === 7 ? now : null;
    });
    expect(waiting.counts).toMatchObject({ accepted: 7 });
    expect(stage(waiting, 'PROCESSING')).toMatchObject({ inFlight: 0, breaker: 'unknown' });
    const age = stage(waiting, 'PROCESSING')?.oldestAgeSeconds ?? 0;
    expect(age).toBeGreaterThan(0);
    expect(age).toBeLessThan(30);
    await addFault(system, { call: 'render', fault: 'hang' });
    await system.restart('processing');
    await eventually('all at the engine', async () => stage(await status(), 'MONITORING')?.inFlight === 7);
    await fetch(`${system.simulatorUrl}/_simulator/faults`, { method: 'DELETE' });
    await eventually('all completed', async () => (await status()).counts.completed === 7);
  });

  it('shows an open breaker, consumers that pause, and errors that wait', async () => {
    await addFault(system, { call: 'submitJob', fault: 'status', status: 503 });
    for (let index = 0; index < 3; index += 1) await submitLetters(client, 1);
    const sick = await eventually('the breaker', async (): Promise<Status | null> => {
      const now = await status();
      return stage(now, 'PROCESSING')?.paused ? now : null;
    });
    expect(['open', 'half-open']).toContain(stage(sick, 'PROCESSING')?.breaker);
    await fetch(`${system.simulatorUrl}/_simulator/faults`, { method: 'DELETE' });
    await eventually('all completed', async () => (await status()).counts.completed === 10, 40_000);
    await eventually('rest again', async () => (await status()).openErrors === 0 && stage(await status(), 'PROCESSING')?.breaker === 'closed');
  });
});
