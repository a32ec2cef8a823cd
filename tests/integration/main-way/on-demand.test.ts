import { createOmsClient, type OmsClient } from '../../../client';
import { exampleRequest } from '../../../reference-data/example-data';
import { rows } from '../../../models/database';
import { addFault, ledgerOf, violations } from '../../support/invariants';
import { eventually } from '../../support/eventually';
import { startSystem, type System } from '../../support/system';
import { allCompleted } from '../claims/world';

describe('a document of HIGH priority', () => {
  let system: System;
  let client: OmsClient;

  beforeAll(async () => {
    system = await startSystem({ env: { CLAIM_LEASE_MS: '1500' }, simulator: { SIMULATOR_RENDERER: 'load', SIMULATOR_RENDER_MS: '5' } });
    client = createOmsClient({ url: system.gatewayUrl(), token: await system.token() });
  });
  afterAll(async () => {
    await client.close();
    await system.stop();
  });

  const urgent = (n: number) => ({ ...exampleRequest('CLAIM_DECISION', n), format: 'PDF' as const, priority: 'HIGH' as const });

  it('is rendered on demand, in no bulk job, and passes through every status', async () => {
    const request = await client.submit(urgent(1));
    const statuses: string[] = [];
    for await (const event of client.followRequest(request.id)) statuses.push(event.status);
    expect(statuses).toEqual(['ACCEPTED', 'PROCESSING', 'GENERATING', 'COMPLETED']);
    const { jobs, onDemand } = await ledgerOf(system);
    expect(onDemand.filter((render) => render.requestId === request.id)).toHaveLength(1);
    expect(jobs.flatMap((job) => job.documents).filter((document) => document.requestId === request.id)).toEqual([]);
  });

  it('is rendered again when its process dies meanwhile, and one of its renders is kept', async () => {
    await addFault(system, { call: 'generateDocument', fault: 'hang', ms: 20_000, count: 1 });
    const { id } = await client.submit(urgent(2));
    await eventually('it to be at the engine', async () => (await client.documentRequest(id))?.status === 'GENERATING');
    await system.kill('all-in-one');
    await system.restart('all-in-one');
    await allCompleted(system, [id]);
  });

  it('waits for no bulk: it is finished while an engine that takes no jobs holds 200 others', async () => {
    await addFault(system, { call: 'submitJob', fault: 'delay', ms: 8_000, count: 20 });
    await client.submitBatch(Array.from({ length: 200 }, (_, n) => exampleRequest('INVOICE', n)));
    const { id } = await client.submit(urgent(3));
    await eventually('the urgent one to complete', async () => (await client.documentRequest(id))?.status === 'COMPLETED', 7_000);
    const [waiting] = await rows<{ n: number }>(system.db, `SELECT count(*) AS n FROM document_requests WHERE status <> 'COMPLETED'`);
    expect(waiting?.n).toBeGreaterThan(0);
    expect(await violations(system)).toEqual([]);
  });
});
