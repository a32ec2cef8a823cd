import { createOmsClient, type OmsClient } from '../../../client';
import { EXAMPLE_KINDS, exampleRequest } from '../../../reference-data/example-data';
import { TOPICS } from '../../../events/topics';
import { eventually } from '../../support/eventually';
import { countByStatus, ledgerOf, violations } from '../../support/invariants';
import { readTopic } from '../../support/topics';
import { startSystem, type System } from '../../support/system';

const DOCUMENTS = 500;
const PER_CALL = 25;

describe('500 documents while processes are killed', () => {
  let system: System;
  let client: OmsClient;

  beforeAll(async () => {
    system = await startSystem({
      roles: { gateway: 1, relay: 2, processing: 2, monitoring: 2, 'reference-data': 1, jobs: 1 },
      env: { CLAIM_LEASE_MS: '2000' },
      simulator: { SIMULATOR_RENDERER: 'load', SIMULATOR_RENDER_MS: '20' },
    });
    client = createOmsClient({ url: system.gatewayUrl(), token: await system.token() });
  });
  afterAll(async () => {
    await client.close();
    await system.stop();
  });

  it('all complete, each made once, each told of once, in Postgres, on the topics and in the ledger alike', async () => {
    const submitted = submitAll(client);
    for (const role of ['processing', 'relay', 'monitoring', 'simulator', 'reference-data', 'processing', 'gateway'] as const) {
      await system.kill(role);
      await system.restart(role);
    }
    const ids = await submitted;
    expect(ids.size).toBe(DOCUMENTS);
    await eventually('all completed', async () => (await countByStatus(system)).COMPLETED === DOCUMENTS, 60_000).catch(async () => {
      throw new Error(`not all completed: ${JSON.stringify(await countByStatus(system))}`);
    });
    expect(await violations(system)).toEqual([]);
    await expectTopicsAgree(ids);
  });

  async function expectTopicsAgree(ids: ReadonlySet<string>): Promise<void> {
    await eventually('every final status on its topic', async () => (await finalEvents()).size === ids.size);
    for (const [requestId, { eventIds, statuses }] of await finalEvents()) {
      expect(ids.has(requestId)).toBe(true);
      expect([...statuses]).toEqual(['COMPLETED']);
      expect(eventIds.size).toBe(1);
    }
    const sequences = new Map<string, number[]>();
    for (const record of await readTopic(system, TOPICS.status)) {
      const requestId = record.key?.toString() ?? '';
      const seen = sequences.get(requestId) ?? [];
      seen.push(Number(record.headers.ce_sequence?.toString()));
      sequences.set(requestId, seen);
    }
    for (const seen of sequences.values()) {
      // First appearances are in order and whole; late repeats may follow.
      expect([...new Set(seen)]).toEqual([1, 2, 3, 4]);
    }
    const { jobs } = await ledgerOf(system);
    const rendered = new Set(jobs.flatMap((job) => job.documents.map((document) => document.requestId)));
    expect(rendered).toEqual(new Set(ids));
  }

  async function finalEvents() {
    const found = new Map<string, { eventIds: Set<string>; statuses: Set<string> }>();
    for (const record of await readTopic(system, TOPICS.finalStatus)) {
      const value = JSON.parse(record.value?.toString() ?? '{}') as { requestId: string; status: string };
      const entry = found.get(value.requestId) ?? { eventIds: new Set(), statuses: new Set() };
      entry.eventIds.add(record.headers.ce_id?.toString() ?? '');
      entry.statuses.add(value.status);
      found.set(value.requestId, entry);
    }
    return found;
  }
});

/** In calls of 25, each under a key, so that a call whose answer was lost is asked again. */
async function submitAll(client: OmsClient): Promise<Set<string>> {
  const ids = new Set<string>();
  for (let from = 0; from < DOCUMENTS; from += PER_CALL) {
    const inputs = Array.from({ length: PER_CALL }, (_, index) => {
      const n = from + index;
      return exampleRequest(EXAMPLE_KINDS[n % EXAMPLE_KINDS.length] ?? 'INVOICE', n);
    });
    const answer = await eventually('a submission to be answered', () => client.submitBatch(inputs, `kills-${from}`), 60_000);
    expect(answer.userErrors).toEqual([]);
    for (const request of answer.documentRequests) if (request) ids.add(request.id);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return ids;
}
