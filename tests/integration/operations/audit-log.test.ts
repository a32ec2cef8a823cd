import type { System } from '../../support/system';
import { ask, codes } from '../gateway/client';
import { startGateway, submitted } from '../gateway/fixture';

let system: System;
beforeAll(async () => {
  system = await startGateway();
});
afterAll(() => system.stop());

interface Entry {
  actor: string;
  tenant: string;
  action: string;
  subject: string | null;
  note: string | null;
  details: Record<string, unknown>;
}

const QUERY = `query ($filter: AuditFilter, $first: Int, $after: String) { auditLog(filter: $filter, first: $first, after: $after) {
  edges { cursor node { actor tenant action subject note details } } pageInfo { hasNextPage endCursor } } }`;

async function list(token: string, filter: object = {}, first = 50, after: string | null = null) {
  const answer = await ask(system.gatewayUrl(), token, QUERY, { filter, first, after });
  if (!answer.data) throw new Error(answer.text);
  const { edges, pageInfo } = answer.data.auditLog as { edges: { node: Entry }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  return { entries: edges.map(({ node }) => node), pageInfo };
}

const CANCEL = 'mutation ($id: ID!) { cancelDocumentRequest(id: $id, reason: "Wrong customer 100%") { userErrors { code } } }';
const SAVE = 'mutation ($code: String!, $version: Int!) { saveSource(input: { code: $code, title: "x" }, expectedVersion: $version) { userErrors { code } source { version } } }';

test('holds what administrators did, each once and with what came of it, and nothing that did not happen', async () => {
  const admin = await system.token({ role: 'admin', tenant: 'ten', subject: 'anna' });
  const client = await system.token({ tenant: 'ten' });
  const [first, second] = [await submitted(system, client), await submitted(system, client)];
  const [byAdmin, again, byClient, saved, conflict] = [
    await ask(system.gatewayUrl(), admin, CANCEL, { id: first.id }),
    await ask(system.gatewayUrl(), admin, CANCEL, { id: first.id }),
    await ask(system.gatewayUrl(), client, CANCEL, { id: second.id }),
    await ask(system.gatewayUrl(), admin, SAVE, { code: 'NEW', version: 0 }),
    await ask(system.gatewayUrl(), admin, SAVE, { code: 'NEW', version: 7 }),
  ];
  expect([byAdmin, again, byClient, saved, conflict].map((answer) => answer.errors)).toEqual([[], [], [], [], []]);
  expect((await list(admin)).entries).toEqual([
    { actor: 'anna', tenant: 'ten', action: 'SAVE_SOURCE', subject: 'NEW', note: null, details: { version: 1 } },
    { actor: 'anna', tenant: 'ten', action: 'CANCEL', subject: first.id, note: 'Wrong customer 100%', details: {} },
  ]);
});

test('is read in pages, by filter and by search; administrators see their tenant, operators all', async () => {
  await system.db.query(
    `INSERT INTO audit_log (id, at, tenant, actor, action, subject, note, filter, counts)
     SELECT gen_random_uuid(), timestamptz '2030-01-01' + n / 3 * interval '1 minute', CASE n % 2 WHEN 0 THEN 'even' ELSE 'odd' END, 'actor-' || n % 5,
            CASE n % 3 WHEN 0 THEN 'DISMISS' ELSE 'REOPEN' END, 'subject-' || n, 'note of ' || n, '{"codes":["X"]}', '{"dismissed":1}'
       FROM generate_series(1, 40) n`,
  );
  const even = await system.token({ role: 'admin', tenant: 'even' });
  const operator = await system.token({ role: 'operator', tenant: '*' });
  const subjects: (string | null)[] = [];
  for (let after: string | null = null; ; ) {
    const { entries, pageInfo } = await list(even, {}, 7, after);
    subjects.push(...entries.map(({ subject }) => subject));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  expect(subjects).toHaveLength(20);
  expect(new Set(subjects).size).toBe(20);
  expect((await list(even, { search: 'NOTE OF 1' })).entries.map(({ subject }) => subject).sort()).toEqual(['subject-10', 'subject-12', 'subject-14', 'subject-16', 'subject-18']);
  expect((await list(operator, { search: 'subject-2' })).entries).toHaveLength(11);
  expect((await list(operator, { action: 'DISMISS', actor: 'actor-0' })).entries.map(({ subject }) => subject)).toEqual(['subject-30', 'subject-15']);
  expect((await list(operator, { subject: 'subject-7' })).entries).toEqual([
    { actor: 'actor-2', tenant: 'odd', action: 'REOPEN', subject: 'subject-7', note: 'note of 7', details: { filter: { codes: ['X'] }, dismissed: 1 } },
  ]);
  expect((await list(operator, { after: '2030-01-01T00:01:00Z', before: '2030-01-01T00:03:00Z' })).entries).toHaveLength(6);
  const { pageInfo } = await list(even, {}, 1);
  expect(codes(await ask(system.gatewayUrl(), operator, QUERY, { after: pageInfo.endCursor }))).toEqual(['BAD_USER_INPUT']);
});
