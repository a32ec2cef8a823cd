import { randomBytes } from 'node:crypto';
import { CursorSealer } from '../../../feed/cursor';
import { createRequestReader, type RequestFilter, type RequestReader, type RequestRow } from '../../../services/reading';
import { startSystem, type System } from '../../support/system';
import { client, letter, startGateway, trace, type Gateway } from '../submission/submitting';

let system: System;
let gateway: Gateway;
let reader: RequestReader;
let submissionId: string;
let ids: string[];

const LETTERS = 250;

/** 250 requests of one transaction (and so of one time) for acme, with one in ten FAILED and one CANCELLED; one more each for two others. */
beforeAll(async () => {
  system = await startSystem({ roles: {}, simulator: false });
  gateway = startGateway(system);
  const { database, service } = gateway;
  reader = createRequestReader({ database, cursors: new CursorSealer(randomBytes(32).toString('base64')) });
  const batch = Array.from({ length: LETTERS }, (_, index) => letter({ clientReference: `50%_${index}`, idempotencyKey: `key-${index}` }));
  const answer = await service.submitBatch(client, batch, null, trace());
  submissionId = answer.submissionId ?? '';
  ids = answer.requestIds.map((id) => id ?? '');
  for (const tenant of ['another', 'zebra']) await service.submitOne({ ...client, tenant }, letter({ clientReference: '50xx' }), trace());
  const failed = ids.filter((_, index) => index % 10 === 0);
  await database.query("UPDATE document_requests SET status = 'FAILED' WHERE id = ANY ($1::uuid[])", { bind: [failed] });
  await database.query("UPDATE document_requests SET status = 'CANCELLED' WHERE id = $1", { bind: [ids[1]] });
});
afterAll(async () => {
  await gateway.database.close();
  await system.stop();
});

async function allPages(scope: string | null, filter: RequestFilter, first: number): Promise<RequestRow[]> {
  const found: RequestRow[] = [];
  let after: string | null = null;
  for (;;) {
    const page = await reader.page(scope, filter, 'CREATED_DESC', first, after);
    found.push(...page.rows);
    expect(page.hasPreviousPage).toBe(after !== null);
    if (!page.hasNextPage) return found;
    expect(page.rows).toHaveLength(first);
    after = page.cursors.at(-1) ?? null;
  }
}

it('pages newest first through rows of one and the same time, each once, whatever the page size and filter', async () => {
  const newestFirst = [...ids].reverse();
  for (const first of [7, 249, 250, 251]) {
    expect((await allPages('acme', {}, first)).map((each) => each.id)).toEqual(newestFirst);
    expect((await allPages('acme', { submissionId }, first)).map((each) => each.id)).toEqual(newestFirst);
  }
  const someStatuses = await allPages('acme', { statuses: ['FAILED', 'CANCELLED'] }, 4);
  expect(someStatuses.map((each) => each.id)).toEqual(newestFirst.filter((id) => ids.indexOf(id) % 10 === 0 || id === ids[1]));
  expect(await allPages(null, { statuses: ['ACCEPTED', 'FAILED', 'CANCELLED'] }, 100)).toHaveLength(LETTERS + 2);
  expect(await allPages(null, {}, 100)).toHaveLength(LETTERS + 2);
});

it('finds by each filter exactly what it names', async () => {
  const count = async (filter: RequestFilter, scope: string | null = 'acme') => {
    const listed = (await allPages(scope, filter, 100)).length;
    expect(await reader.count(scope, filter)).toEqual({ count: listed, exact: true });
    return listed;
  };
  const [first] = (await reader.byIds('acme', ids.slice(0, 1))).values();
  const at = first?.createdAt ?? new Date();
  const later = new Date(at.getTime() + 1);
  expect([await count({ createdAfter: at }), await count({ createdAfter: later }), await count({ createdBefore: at }), await count({ createdBefore: later })]).toEqual([LETTERS, 0, 0, LETTERS]);
  expect([await count({ createdAfter: new Date('0000-01-01T00:00:00Z') }), await count({ createdBefore: new Date('9999-12-31T23:59:59Z') })]).toEqual([LETTERS, LETTERS]);
  expect([await count({ documentType: 'LETTER' }), await count({ documentType: 'NOPE' }), await count({ source: 'CORE' }), await count({ source: 'PORTAL' })]).toEqual([LETTERS, 0, LETTERS, 0]);
  expect([await count({ clientReference: '50%_7' }), await count({ idempotencyKey: 'key-7' }), await count({ idempotencyKey: 'key' })]).toEqual([1, 1, 0]);
  expect([await count({ search: '50%_1' }), await count({ search: '50%' }), await count({ search: '50%' }, null), await count({ search: '50' }, null)]).toEqual([111, LETTERS, LETTERS, LETTERS + 2]);
  expect([await count({ search: ids[5] }), await count({ search: ids[5] }, 'zebra'), await count({ search: ids[5], statuses: ['FAILED'] })]).toEqual([1, 0, 0]);
  expect([await count({ submissionId: 'no-id' }), await count({ search: '\u0000' }), await count({ statuses: [] }), await count({ submissionId }, 'zebra')]).toEqual([0, 0, 0, 0]);
});

it('shows a tenant its own alone: by id, by data, by submission, and by a cursor of another', async () => {
  expect((await reader.byIds('zebra', ids)).size).toBe(0);
  expect((await reader.byIds(null, [...ids, 'no-id'])).size).toBe(LETTERS);
  expect((await reader.dataByIds('zebra', ids)).size).toBe(0);
  expect((await reader.dataByIds('acme', [ids[0]?.toUpperCase() ?? ''])).get(ids[0]?.toUpperCase() ?? '')).toEqual({ name: 'Ada' });
  expect(await reader.submission('zebra', submissionId)).toBeNull();
  expect(await reader.submission('acme', submissionId)).toMatchObject({ id: submissionId, total: LETTERS });
  const { cursors } = await reader.page('acme', {}, 'CREATED_DESC', 1, null);
  for (const [scope, cursor] of [['zebra', cursors[0]], [null, cursors[0]], ['acme', 'garbage']] as const) {
    await expect(reader.page(scope, {}, 'CREATED_DESC', 1, cursor ?? '')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  }
});

it('keeps the first page’s feed position on every later page', async () => {
  const { cursors, asOf } = await reader.page('acme', {}, 'CREATED_DESC', 10, null);
  await gateway.database.query('UPDATE feed_state SET position = position + 5');
  expect((await reader.page('acme', {}, 'CREATED_DESC', 10, cursors.at(-1) ?? '')).asOf).toEqual(asOf);
  expect((await reader.page('acme', {}, 'CREATED_DESC', 10, null)).asOf).toEqual({ ...asOf, position: asOf.position + 5 });
});

it('counts a submission by status, all zeros included, and adds up to its total', async () => {
  const counts = (await reader.countsBySubmission([submissionId])).get(submissionId);
  expect(counts).toEqual({ accepted: 224, processing: 0, generating: 0, retryScheduled: 0, completed: 0, failed: 25, cancelled: 1 });
});

it('counts exactly up to 10,000 and tells an estimate beyond', async () => {
  const { database } = gateway;
  await database.query(
    `INSERT INTO document_requests (id, tenant, source, document_type, document_type_version, engine_configuration, format, priority, data, status, trace_id)
     SELECT gen_random_uuid(), 'large', 'CORE', 'LETTER', 1, 'c', 'PDF', 'NORMAL', '{}', 'COMPLETED', md5(n::text) FROM generate_series(1, 10001) n`,
  );
  await database.query('ANALYZE document_requests');
  const { count, exact } = await reader.count('large', {});
  expect(exact).toBe(false);
  expect(count).toBeGreaterThan(10_000);
  expect(count).toBeLessThan(12_000);
  await database.query("DELETE FROM document_requests WHERE id = (SELECT id FROM document_requests WHERE tenant = 'large' LIMIT 1)");
  expect(await reader.count('large', {})).toEqual({ count: 10_000, exact: true });
});
