import { createOmsClient, OmsError, type OmsClient } from '../../../client';
import { rows } from '../../../models/database';
import { startSystem, type System } from '../../support/system';

/** The design's promise 11: a change is in force everywhere within this time, in ms. */
const IN_FORCE_WITHIN_MS = 1_000;

const SAVE = `mutation ($input: DocumentTypeInput!, $expectedVersion: Int!) {
  saveDocumentType(input: $input, expectedVersion: $expectedVersion) { documentType { version } userErrors { code message } } }`;

interface Answer {
  readonly askedAt: number;
  readonly gateway: number;
  /** Null where it was refused. */
  readonly id: string | null;
}

describe('a change of a document type, with two gateways and two Reference Data API processes', () => {
  let system: System;
  let admin: OmsClient;
  let gateways: OmsClient[];

  beforeAll(async () => {
    system = await startSystem({ roles: { gateway: 1, 'reference-data': 2 }, simulator: false });
    // Each gateway asks a Reference Data API of its own.
    const second = system.processes.readied('reference-data', 1)?.urls['reference-data'];
    await system.spawnRole('gateway', { REFERENCE_DATA_URL: second });
    const token = await system.token({ tenant: 'acme' });
    gateways = [0, 1].map((index) => createOmsClient({ url: system.gatewayUrl(index), token }));
    admin = createOmsClient({ url: system.gatewayUrl(0), token: await system.token({ tenant: 'acme', role: 'admin' }) });
  });
  afterAll(async () => {
    await Promise.all([admin, ...gateways].map((client) => client.close()));
    await system.stop();
  });

  async function save(required: string[], expectedVersion: number): Promise<void> {
    const dataSchema = { type: 'object', properties: { name: { type: 'string' }, reason: { type: 'string' } }, required };
    const input = { code: 'NOTE', title: 'Note', formats: ['PDF'], dataSchema, engineConfiguration: { default: 'note' } };
    const { saveDocumentType } = await admin.graphql<{ saveDocumentType: { userErrors: unknown[] } }>(SAVE, { input, expectedVersion });
    expect(saveDocumentType.userErrors).toEqual([]);
  }

  async function ask(gateway: number): Promise<Answer> {
    const askedAt = performance.now();
    try {
      const request = await (gateways[gateway] as OmsClient).submit({ documentType: 'NOTE', data: { name: 'Ada' } });
      return { askedAt, gateway, id: request.id };
    } catch (error) {
      if (!(error instanceof OmsError) || error.code !== 'DATA_INVALID') throw error;
      return { askedAt, gateway, id: null };
    }
  }

  it('is in force at both within a second while requests flow, and each request keeps the version that it was validated against', async () => {
    await save(['name'], 0);
    const answers: Answer[] = [];
    let flowing = true;
    const flow = async (gateway: number) => {
      while (flowing) {
        answers.push(await ask(gateway));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const flows = [flow(0), flow(1)];
    const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    await wait(600);
    await save(['name', 'reason'], 1);
    const stricterAt = performance.now();
    await wait(2_000);
    await save(['name'], 2);
    const looserAt = performance.now();
    await wait(2_000);
    flowing = false;
    await Promise.all(flows);

    const between = (from: number, to: number) => answers.filter(({ askedAt }) => askedAt >= from && askedAt < to);
    for (const gateway of [0, 1]) {
      const held = between(stricterAt + IN_FORCE_WITHIN_MS, looserAt - 50).filter((answer) => answer.gateway === gateway);
      const free = between(looserAt + IN_FORCE_WITHIN_MS, Infinity).filter((answer) => answer.gateway === gateway);
      expect(held.length).toBeGreaterThan(5);
      expect(held.filter(({ id }) => id !== null)).toEqual([]);
      expect(free.length).toBeGreaterThan(5);
      expect(free.filter(({ id }) => id === null)).toEqual([]);
    }
    const kept = await rows<{ id: string; version: number }>(system.db, 'SELECT id, document_type_version AS version FROM document_requests');
    const versionOf = new Map(kept.map(({ id, version }) => [id, version]));
    expect(new Set(versionOf.values())).toEqual(new Set([1, 3]));
    for (const { id } of between(looserAt + IN_FORCE_WITHIN_MS, Infinity)) expect(versionOf.get(id ?? '')).toBe(3);
    for (const { id } of between(0, stricterAt - 100)) if (id) expect(versionOf.get(id)).toBe(1);
  });
});
