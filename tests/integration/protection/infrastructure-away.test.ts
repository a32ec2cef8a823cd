import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createOmsClient, type OmsClient } from '../../../client';
import { rows } from '../../../models/database';
import { exampleRequest } from '../../../reference-data/example-data';
import { startWorldInfrastructure, type WorldInfrastructure } from '../../faults/world/infrastructure';
import { publish } from '../../support/addresses';
import { eventually } from '../../support/eventually';
import { addFault, countByStatus, violations } from '../../support/invariants';
import type { RoleName } from '../../support/role-processes';
import { startSystem, type System } from '../../support/system';

const OUTBOX_MAX_PENDING = 60;
const SUBMIT = `mutation ($requests: [SubmitDocumentRequestInput!]!) { submitDocumentBatch(requests: $requests) { documentRequests { id } userErrors { code } } }`;

/** Kafka, Postgres and Redis go away, each in its turn, for a system of one process for each role, while documents are on their way. */
describe('while a part of the infrastructure is away', () => {
  let infrastructure: WorldInfrastructure;
  let system: System;
  let client: OmsClient;
  let token: string;
  let submitted = 0;

  beforeAll(async () => {
    const home = resolve(__dirname, '../../../.oms', `away-${process.pid}`);
    infrastructure = await startWorldInfrastructure({ home, brokers: 1, env: process.env });
    const { kafka, postgres, redis } = infrastructure;
    const behind = (url: string, port: number) => Object.assign(new URL(url), { port: String(port) }).href;
    publish({
      databaseUrl: behind(postgres.address, postgres.proxy.port),
      kafkaBrokers: kafka.map(({ proxy }) => `127.0.0.1:${proxy.port}`).join(','),
      redisUrl: behind(redis.address, redis.proxy.port),
      home,
    });
    system = await startSystem({
      roles: { gateway: 1, relay: 1, processing: 1, monitoring: 1, jobs: 1, 'reference-data': 1 },
      env: {
        OUTBOX_MAX_PENDING: String(OUTBOX_MAX_PENDING),
        KAFKA_REQUEST_TIMEOUT_MS: '2000',
        KAFKA_SESSION_TIMEOUT_MS: '3000',
        DATABASE_STATEMENT_TIMEOUT_MS: '5000',
        RETRY_BASE_MS: '100',
        RECOVERY_MS: '300',
        CLAIM_LEASE_MS: '2000',
        POLL_GUARD_MS: '2000',
      },
      simulator: { SIMULATOR_RENDERER: 'load', SIMULATOR_RENDER_MS: '300' },
    });
    token = await system.token();
    client = createOmsClient({ url: system.gatewayUrl(), token });
  }, 120_000);
  const proxies = () => infrastructure.kafka.concat(infrastructure.postgres, infrastructure.redis).map(({ proxy }) => proxy);
  afterEach(() => proxies().forEach((proxy) => proxy.heal()));
  afterAll(async () => {
    await client.close();
    await system.stop();
    await infrastructure.stop();
  });

  /** Past the client, which would try again by itself. */
  async function ask(count: number): Promise<{ code: string; retryAfterSeconds?: number } | null> {
    const requests = Array.from({ length: count }, (_, n) => exampleRequest('INVOICE', n));
    const answer = await fetch(`${system.gatewayUrl()}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: SUBMIT, variables: { requests } }),
    });
    const { errors } = (await answer.json()) as { errors?: { extensions: { code: string; retryAfterSeconds?: number } }[] };
    if (errors?.[0]) return errors[0].extensions;
    submitted += count;
    return null;
  }
  async function allCompleted(): Promise<void> {
    await eventually('all completed', async () => (await countByStatus(system)).COMPLETED === submitted, 30_000).catch(async (error: unknown) => {
      throw new Error(`${(error as Error).message}; of ${submitted} there are ${JSON.stringify(await countByStatus(system))}`);
    });
    expect(await violations(system)).toEqual([]);
  }
  const readiness = async (role: RoleName) => {
    const answer = await fetch(`${role === 'gateway' ? system.gatewayUrl() : system.opsUrl(role)}/readyz`);
    return { ready: answer.ok, reason: await answer.text() };
  };
  const UNAVAILABLE = { code: 'SERVICE_UNAVAILABLE', retryAfterSeconds: expect.any(Number) };
  const ROLES = ['relay', 'processing', 'monitoring', 'jobs', 'gateway'] as const;
  const pids = () => ROLES.map((role) => (system.processes.hasExited(role) ? null : system.processes.pid(role)));

  it('Postgres: submissions are told when to come again, consumers wait, and all goes on by itself', async () => {
    const before = pids();
    expect(await ask(20)).toBeNull();
    infrastructure.postgres.proxy.refuse();
    expect(await ask(1)).toEqual(UNAVAILABLE);
    await sleep(4_000);
    expect(await ask(1)).toEqual(UNAVAILABLE);
    infrastructure.postgres.proxy.heal();
    await eventually('submissions to be taken again', async () => (await ask(5)) === null, 15_000);
    await allCompleted();
    expect(pids()).toEqual(before);
  });

  it('Kafka: submissions are accepted up to a bound and then refused, whoever needs it is not ready, and all of them flow when it is back', async () => {
    const before = pids();
    expect(await ask(20)).toBeNull();
    infrastructure.kafka[0]?.proxy.refuse();
    // The gauge looks once a second, so some more are taken than the bound.
    let refused: Awaited<ReturnType<typeof ask>> = null;
    for (let tries = 0; refused === null && tries < 12; tries += 1) {
      refused = await ask(20);
      await sleep(500);
    }
    expect(refused).toEqual(UNAVAILABLE);
    expect(submitted).toBeGreaterThan(OUTBOX_MAX_PENDING);
    await eventually('a relay that is not ready', async () => {
      const { ready, reason } = await readiness('relay');
      return !ready && reason.includes('Kafka');
    }, 15_000);
    expect((await readiness('gateway')).ready).toBe(true);
    infrastructure.kafka[0]?.proxy.heal();
    await allCompleted();
    await eventually('submissions to be taken again', async () => (await ask(1)) === null, 15_000);
    for (const role of ROLES) await eventually(`${role} to be ready`, async () => (await readiness(role)).ready, 20_000);
    await allCompleted();
    expect(pids()).toEqual(before);
  });

  it('Redis: documents go their whole way, recovery waits, and goes on when it is back', async () => {
    const before = pids();
    infrastructure.redis.proxy.refuse();
    await addFault(system, { call: 'render', fault: 'errored', count: 2 });
    expect(await ask(20)).toBeNull();
    await eventually('all but the failed to be completed', async () => (await countByStatus(system)).COMPLETED === submitted - 2, 20_000);
    const pending = () => rows(system.db, `SELECT 1 FROM processing_errors WHERE recovery_status = 'PENDING' AND next_attempt_at < clock_timestamp()`);
    await eventually('errors that are due', async () => (await pending()).length === 2);
    await sleep(1_500);
    expect(await pending()).toHaveLength(2);
    infrastructure.redis.proxy.heal();
    await allCompleted();
    expect(pids()).toEqual(before);
  });
  it('all three: a process of all roles stops cleanly within seconds', async () => {
    const index = await system.spawnRole('all-in-one', { PORT: '0', REFERENCE_DATA_PORT: '0' });
    for (const proxy of proxies()) proxy.refuse();
    const begunAt = performance.now();
    await system.kill('all-in-one', 'SIGTERM', index);
    expect(performance.now() - begunAt).toBeLessThan(8_000);
    expect(await system.processes.exited('all-in-one', index)).toMatchObject({ code: 0 });
  });
});
