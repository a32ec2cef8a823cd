import { createOmsClient, type OmsClient, type StatusEvent } from '../../../client';
import { EXAMPLE_KINDS, exampleRequest } from '../../../reference-data/example-data';
import { rows } from '../../../models/database';
import { startCuttingProxy, type CuttingProxy } from '../../support/cutting-proxy';
import { startSystem, type System } from '../../support/system';

const DOCUMENTS = 500;
const PER_CALL = 25;

describe('the feed of 500 documents over 3 partitions, 2 relays and 2 gateways', () => {
  let system: System;
  let proxy: CuttingProxy;
  let submitter: OmsClient;
  let follower: OmsClient;
  /** The gateway that the follower reaches next. */
  let gateway = 0;

  beforeAll(async () => {
    system = await startSystem({
      roles: { gateway: 2, relay: 2, processing: 1, monitoring: 1, 'reference-data': 1 },
      env: { KAFKA_PARTITIONS: '3' },
      simulator: { SIMULATOR_RENDERER: 'load', SIMULATOR_RENDER_MS: '20' },
    });
    proxy = await startCuttingProxy(() => system.gatewayUrl(gateway));
    // Submissions go past the proxy to the gateway that stays; the follower's is the one that is killed.
    submitter = createOmsClient({ url: system.gatewayUrl(1), token: await system.token() });
    follower = createOmsClient({ url: proxy.url, token: await system.token() });
  });
  afterAll(async () => {
    await follower.close();
    await submitter.close();
    await proxy.close();
    await system.stop();
  });

  it('shows a subscriber that is cut every second, and moved while gateways die, exactly the timelines', async () => {
    const feed = follower.statusFeed(undefined, { after: await submitter.feedPosition() });
    let cuts = 0;
    const cutting = setInterval(() => {
      gateway = 1 - gateway;
      cuts += proxy.cut();
    }, 1_000);
    const submitting = submitAll();
    const dying = killFirstGateway(submitting);
    const seen: StatusEvent[] = [];
    let final = 0;
    for await (const event of feed) {
      seen.push(event);
      if (event.final) final += 1;
      if (final === DOCUMENTS) break;
    }
    clearInterval(cutting);
    await submitting;
    await dying;

    expect(cuts).toBeGreaterThanOrEqual(3);
    const stored = await rows<{ id: string; sequence: number; status: string }>(
      system.db,
      'SELECT request_id AS id, sequence, status FROM status_events ORDER BY request_id, sequence',
    );
    expect(stored).toHaveLength(4 * DOCUMENTS);
    // Sorting is stable and the key leaves the sequence out, so this fails for a gap, a repeat and a wrong order alike.
    const shown = seen.map(({ requestId, sequence, status }) => ({ id: requestId, sequence, status })).sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
    expect(shown).toEqual(stored);
  });

  it('came from Kafka: each gateway read less than 1 % of it from Postgres while none was cut', async () => {
    await system.restart('gateway', 0);
    await submitAll();
    const metrics = await (await fetch(`${system.gatewayUrl(0)}/metrics`)).text();
    const delivered = (source: string) => Number(new RegExp(`^oms_feed_delivered_total\\{source="${source}"\\} (\\d+)`, 'm').exec(metrics)?.[1] ?? 0);
    expect(delivered('kafka')).toBeGreaterThan(DOCUMENTS);
    expect(delivered('postgres') / (delivered('kafka') + delivered('postgres'))).toBeLessThan(0.01);
  });

  async function submitAll(): Promise<void> {
    for (let from = 0; from < DOCUMENTS; from += PER_CALL) {
      const inputs = Array.from({ length: PER_CALL }, (_, index) => exampleRequest(EXAMPLE_KINDS[(from + index) % EXAMPLE_KINDS.length] ?? 'INVOICE', from + index));
      const { userErrors } = await submitter.submitBatch(inputs);
      expect(userErrors).toEqual([]);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }

  async function killFirstGateway(submitting: Promise<void>): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await system.kill('gateway', 'SIGKILL', 0);
    await system.restart('gateway', 0);
    await submitting;
  }
});
