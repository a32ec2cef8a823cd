import { exampleRequest } from '../../../reference-data/example-data';
import type { System } from '../../support/system';
import { ask } from './client';
import { startGateway, SUBMIT_BATCH } from './fixture';

let system: System;
let client: string;

beforeAll(async () => {
  // Pages of 7, so that one export takes several.
  system = await startGateway({ LIMIT_PAGE: '7' });
  client = await system.token();
  const requests = Array.from({ length: 20 }, (_, index) => ({ ...exampleRequest('INVOICE', index), clientReference: `ref-${String(index).padStart(2, '0')}` }));
  requests.push({ ...exampleRequest('INVOICE', 20), clientReference: '=HYPERLINK("http://elsewhere","x"), "y"' });
  const { errors } = await ask(system.gatewayUrl(), client, SUBMIT_BATCH, { requests });
  expect(errors).toEqual([]);
  await ask(system.gatewayUrl(), await system.token({ tenant: 'other' }), SUBMIT_BATCH, { requests: [exampleRequest('INVOICE', 1)] });
});
afterAll(() => system.stop());

const get = (query: Record<string, string> = {}, token = client) =>
  fetch(`${system.gatewayUrl()}/exports/document-requests.csv?${new URLSearchParams(query)}`, { headers: token ? { authorization: `Bearer ${token}` } : {} });
const lines = async (answer: Response) => (await answer.text()).trimEnd().split('\r\n');

test('gives every request of the tenant over all pages, each once, newest first, with the code of its last error', async () => {
  const answer = await get();
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="document-requests-\d{4}-\d\d-\d\d\.csv"$/);
  const [header, ...rows] = await lines(answer);
  expect(header).toBe('id,createdAt,updatedAt,documentType,documentTypeVersion,source,clientReference,submissionId,status,attempt,priority,format,lastErrorCode');
  expect(new Set(rows.map((row) => row.slice(0, 36))).size).toBe(21);
  expect(rows).toHaveLength(21);
  const [id] = (rows[3] ?? '').split(',');
  for (const code of ['ENGINE_UNAVAILABLE', 'POISON_MESSAGE']) {
    await system.db.query(
      `INSERT INTO processing_errors (id, request_id, tenant, stage, retry_stage, code, message, retriable, attempt, recovery_status, occurred_at)
       SELECT gen_random_uuid(), id, tenant, 'PROCESSING', 'PROCESSING', $2, 'x', false, 1, 'RECOVERED', clock_timestamp() FROM document_requests WHERE id = $1`,
      { bind: [id, code] },
    );
  }
  expect((await lines(await get({ orderBy: 'CREATED_ASC' }))).at(-4)).toMatch(/^.{36},.*,POISON_MESSAGE$/);
});

test('what a spreadsheet would take for a formula is text', async () => {
  const [, row] = await lines(await get({ filter: JSON.stringify({ search: '=HYPER' }) }));
  expect(row).toContain(`,"'=HYPERLINK(""http://elsewhere"",""x""), ""y""",`);
});

test('the filter is that of documentRequests, checked as strictly', async () => {
  expect(await lines(await get({ filter: JSON.stringify({ search: 'ref-0', statuses: ['ACCEPTED'], createdAfter: '2020-01-01T00:00:00Z' }) }))).toHaveLength(11);
  for (const [query, reason] of [
    [{ filter: '{"status":"ACCEPTED"}' }, /status/],
    [{ filter: '{"statuses":["LOST"]}' }, /filter\.statuses\.0/],
    [{ filter: '{"createdAfter":"yesterday"}' }, /createdAfter/],
    [{ filter: 'ref-0' }, /not JSON/],
    [{ orderBy: 'ID' }, /orderBy/],
    [{ tenant: 'other' }, /tenant/],
  ] as const) {
    const answer = await get(query);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/problem+json; charset=utf-8']);
    expect(((await answer.json()) as { title: string }).title).toMatch(reason);
  }
});

test('operators get every tenant; services and the unknown get none', async () => {
  expect(await lines(await get({}, await system.token({ role: 'operator', tenant: '*' })))).toHaveLength(23);
  expect((await get({}, await system.token({ role: 'service', tenant: '*' }))).status).toBe(403);
  expect((await get({}, '')).status).toBe(401);
});

test('a reader who goes away ends it, and the gateway goes on', async () => {
  const reader = (await get()).body?.getReader();
  await reader?.read();
  await reader?.cancel();
  expect((await get()).status).toBe(200);
});
