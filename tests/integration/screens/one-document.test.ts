import { createOmsClient, type OmsClient } from '../../../client';
import { exampleRequest } from '../../../reference-data/example-data';
import { eventually } from '../../support/eventually';
import { startSystem, type System } from '../../support/system';
import { readTopic } from '../../support/topics';
import { ask, codes } from '../gateway/client';

/** On file for the tenant `demo`. */
const PARTY = 'P-1001';

interface EventRecord {
  topic: string;
  partition: number;
  offset: string;
  publishedAt: string;
}

interface Shown {
  data: Record<string, unknown>;
  enrichedData: Record<string, unknown> | null;
  traceId: string;
  traceUrl: string | null;
  timeline: { sequence: number; status: string; records: EventRecord[] }[];
}

const SHOWN = `query ($id: ID!) { documentRequest(id: $id) {
  data enrichedData traceId traceUrl timeline { sequence status records { topic partition offset publishedAt } } } }`;

describe('what the screens show of one document', () => {
  let system: System;
  let client: OmsClient;
  let admin: string;
  let operator: string;

  beforeAll(async () => {
    system = await startSystem({
      env: { TRACE_URL_TEMPLATE: 'https://traces.example/trace/{traceId}' },
      simulator: { SIMULATOR_RENDERER: 'load', SIMULATOR_RENDER_MS: '5' },
    });
    client = createOmsClient({ url: system.gatewayUrl(), token: await system.token() });
    [admin, operator] = await Promise.all([system.token({ role: 'admin' }), system.token({ role: 'operator', tenant: '*' })]);
  });
  afterAll(async () => {
    await client.close();
    await system.stop();
  });

  const completed = async (priority: 'HIGH' | 'NORMAL') => {
    const { data, ...request } = exampleRequest('CLAIM_DECISION', 1);
    const { id } = await client.submit({ ...request, data: { ...data, claimant: { ...(data.claimant as object), partyId: PARTY } }, format: 'PDF', priority });
    await eventually('it to complete', async () => (await client.documentRequest(id))?.status === 'COMPLETED');
    return id;
  };
  const shown = async (token: string, id: string) => {
    const answer = await ask(system.gatewayUrl(), token, SHOWN, { id });
    expect(codes(answer)).toEqual([]);
    return answer.data?.documentRequest as Shown;
  };

  it.each(['NORMAL', 'HIGH'] as const)('shows administrators the data as the engine got it, of %s priority, and nobody else', async (priority) => {
    const id = await completed(priority);
    const { data, enrichedData, traceId, traceUrl } = await shown(admin, id);
    const { parties, ...rest } = enrichedData as { parties: Record<string, { name: string }> };
    expect(rest).toEqual(data);
    expect(Object.entries(parties).map(([pointer, party]) => [pointer, typeof party.name])).toEqual([['/claimant/partyId', 'string']]);
    expect(traceUrl).toBe(`https://traces.example/trace/${traceId}`);
    expect((await shown(await system.token(), id)).enrichedData).toBeNull();
    const hidden = await ask(system.gatewayUrl(), operator, 'query ($id: ID!) { documentRequest(id: $id) { enrichedData traceUrl } }', { id });
    expect(hidden.data).toEqual({ documentRequest: { enrichedData: null, traceUrl } });
  });

  it('says of each event on which topics it stands, and where: there it is', async () => {
    const id = await completed('NORMAL');
    const timeline = await eventually('everything to be published', async () => {
      const { timeline: found } = await shown(admin, id);
      return found.at(-1)?.records.length === 2 ? found : null;
    });
    expect(timeline.map(({ status, records }) => [status, records.map(({ topic }) => topic).sort()])).toEqual([
      ['ACCEPTED', ['oms.processing.v1', 'oms.status.v1']],
      ['PROCESSING', ['oms.status.v1']],
      ['GENERATING', ['oms.monitoring.v1', 'oms.status.v1']],
      ['COMPLETED', ['oms.final-status.v1', 'oms.status.v1']],
    ]);
    for (const topic of ['oms.status.v1', 'oms.processing.v1', 'oms.final-status.v1'] as const) {
      const records = await readTopic(system, topic);
      for (const event of timeline) {
        for (const told of event.records.filter((each) => each.topic === topic)) {
          const record = records.find(({ partition, offset }) => partition === told.partition && offset === Number(told.offset));
          expect(record?.key?.toString()).toBe(id);
          if (topic !== 'oms.processing.v1') expect(record?.headers.ce_id?.toString()).toBe(`${id}:${event.sequence}`);
        }
      }
    }
    const forOthers = await shown(await system.token(), id);
    expect(forOthers.timeline.flatMap(({ records }) => records)).toEqual([]);
    const forOperators = await ask(system.gatewayUrl(), operator, 'query ($id: ID!) { documentRequest(id: $id) { timeline { records { topic } } } }', { id });
    expect((forOperators.data?.documentRequest as Shown).timeline.map(({ records }) => records.length)).toEqual([2, 1, 2, 2]);
  });
});
