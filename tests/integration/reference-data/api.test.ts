/** The Reference Data API as its callers see it; every answer is held against the OpenAPI description on the way (http.ts). */
import { readFileSync } from 'node:fs';
import { loadExampleData } from '../../../reference-data/example-data';
import { Bench } from './bench';
import { caller, TYPE, type Answer, type Caller } from './http';

let bench: Bench;
let url: string;
let admin: Caller;
let other: Caller;
let everybody: Caller;
let viewer: Caller;
let services: Caller;

beforeAll(async () => {
  bench = await Bench.start();
  ({ url } = await bench.service());
  const as = async (role: 'admin' | 'viewer', tenant: string) => caller(url, await bench.token({ role, tenant }));
  [admin, other, everybody, viewer] = await Promise.all([as('admin', 'one'), as('admin', 'other'), as('admin', '*'), as('viewer', 'one')]);
  services = caller(url, readFileSync(bench.serviceTokenFile, 'utf8').trim(), 'one');
});

afterAll(() => bench.stop());

const codeOf = ({ status, body }: Answer) => [status, body.code];

it('creates, changes under If-Match, keeps every version, and deletes by making inactive', async () => {
  const made = await admin('PUT', '/document-types/REMINDER', TYPE);
  expect([made.status, made.body]).toEqual([201, { code: 'REMINDER', ...TYPE, allowedSources: [], partyFields: [], active: true, version: 1 }]);
  expect(codeOf(await admin('PUT', '/document-types/REMINDER', TYPE))).toEqual([428, 'PRECONDITION_REQUIRED']);
  expect(codeOf(await admin('PUT', '/document-types/REMINDER', TYPE, { 'if-none-match': '*' }))).toEqual([412, 'VERSION_CONFLICT']);
  const changed = await admin('PUT', '/document-types/REMINDER', { ...made.body, title: 'Second reminder' }, { 'if-match': made.etag });
  expect([changed.status, changed.body.version, changed.body.title]).toEqual([200, 2, 'Second reminder']);
  expect(codeOf(await admin('PUT', '/document-types/REMINDER', TYPE, { 'if-match': made.etag }))).toEqual([412, 'VERSION_CONFLICT']);
  expect((await admin('DELETE', '/document-types/REMINDER')).status).toBe(204);
  const gone = await viewer('GET', '/document-types/REMINDER');
  expect([gone.body.active, gone.body.version, gone.headers.get('cache-control')]).toEqual([false, 3, 'private, no-cache']);
  expect((await viewer('GET', '/document-types/REMINDER/versions/1')).body).toEqual(made.body);
  expect((await viewer('GET', '/document-types/REMINDER/versions/2')).body.title).toBe('Second reminder');
  expect(codeOf(await viewer('GET', '/document-types/REMINDER/versions/4'))).toEqual([404, 'NOT_FOUND']);
  expect((await viewer('GET', '/document-types/REMINDER', undefined, { 'if-none-match': gone.etag })).status).toBe(304);
});

it('lets one of two simultaneous changes win', async () => {
  const { etag } = await admin('PUT', '/sources/RACE', { title: 'Race' });
  const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => admin('PUT', '/sources/RACE', { title: `Winner ${n}` }, { 'if-match': etag })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412, 412, 412]);
  const creations = await Promise.all(Array.from({ length: 8 }, () => admin('PUT', '/sources/RACE2', { title: 'Race' }, { 'if-none-match': '*' })));
  expect(creations.map(({ status }) => status).sort()).toEqual([201, 412, 412, 412, 412, 412, 412, 412]);
});

it('shows nobody another tenant\'s items, and lets a tenant\'s own win over one of all tenants', async () => {
  const shared = await everybody('PUT', '/document-types/SHARED', TYPE);
  await admin('PUT', '/document-types/OWN', TYPE);
  expect(codeOf(await other('GET', '/document-types/OWN'))).toEqual([404, 'NOT_FOUND']);
  expect(codeOf(await admin('DELETE', '/document-types/SHARED'))).toEqual([403, 'FORBIDDEN']);
  const own = await admin('PUT', '/document-types/SHARED', { ...TYPE, title: 'Ours' }, { 'if-match': shared.etag });
  expect([own.status, own.body.version]).toEqual([201, 2]);
  expect((await viewer('GET', '/document-types/SHARED')).body.title).toBe('Ours');
  expect((await viewer('GET', '/document-types/SHARED/versions/1')).body.title).toBe('Reminder');
  expect((await other('GET', '/document-types/SHARED')).body.title).toBe('Reminder');
  const fresh = await other('PUT', '/document-types/SHARED', { ...TYPE, title: 'Theirs' }, { 'if-none-match': '*' });
  expect([fresh.status, fresh.body.version, fresh.etag === shared.etag]).toEqual([201, 2, false]);
  expect((await other('GET', '/document-types/SHARED/versions/1')).body.title).toBe('Reminder');
  expect((await everybody('GET', '/document-types/SHARED')).etag).toBe(shared.etag);
});

it('lists what is in force, page by page', async () => {
  for (let n = 0; n < 7; n += 1) await other('PUT', `/sources/S${n}`, { title: `Source ${n}`, active: n !== 3 });
  await everybody('PUT', '/sources/S3', { title: 'Hidden by the tenant\'s own' });
  const seen: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const { body }: Answer = await other('GET', `/sources?active=true&limit=2&after=${after}`);
    expect(body.sources.length).toBeLessThanOrEqual(2);
    seen.push(...body.sources.map((source) => source.code));
    after = body.next;
  }
  expect(seen).toEqual(['S0', 'S1', 'S2', 'S4', 'S5', 'S6']);
  expect(codeOf(await other('GET', '/sources?limit=201'))).toEqual([400, 'BAD_USER_INPUT']);
});

it('answers a faulty body with every fault, and stores nothing of it', async () => {
  const faulty = { title: '', formats: ['PDF', 'TIFF'], dataSchema: {}, engineConfiguration: { default: 'x' }, colour: 'red' };
  const { status, body } = await admin('PUT', '/document-types/FAULTY', faulty);
  expect([status, body.code, body.faults.map((fault) => fault.pointer)]).toEqual([422, 'ITEM_INVALID', ['/title', '/formats/1', '/colour']]);
  const schema = await admin('PUT', '/document-types/FAULTY', { ...TYPE, dataSchema: { properties: { a: { minLength: -1 } } } });
  expect(schema.body.faults).toEqual([{ pointer: '/dataSchema/properties/a/minLength', message: 'must be >= 0' }]);
  expect((await admin('PUT', '/document-types/FAULTY', { ...TYPE, title: 'x'.repeat(3_000_000) })).status).toBe(413);
  expect((await admin('PUT', '/document-types/FAULTY', '{}')).status).toBe(415);
  expect((await admin('PUT', '/document-types/FAULTY', '{', { 'content-type': 'application/json' })).status).toBe(400);
  expect((await admin('GET', '/document-types/FAULTY')).status).toBe(404);
});

it('wants a valid token, the role admin for changes, and the tenant that a service acts for', async () => {
  expect(codeOf(await caller(url, 'nonsense')('GET', '/sources'))).toEqual([401, 'UNAUTHENTICATED']);
  expect(codeOf(await viewer('PUT', '/sources/MINE', { title: 'Mine' }))).toEqual([403, 'FORBIDDEN']);
  expect(codeOf(await services('PUT', '/sources/MINE', { title: 'Mine' }))).toEqual([403, 'FORBIDDEN']);
  const nobody = caller(url, readFileSync(bench.serviceTokenFile, 'utf8').trim());
  expect(codeOf(await nobody('GET', '/sources'))).toEqual([400, 'BAD_USER_INPUT']);
  await admin('PUT', '/sources/SEEN', { title: 'Seen by services' });
  expect((await services('GET', '/sources/SEEN')).status).toBe(200);
  expect((await caller(url, await bench.token({ role: 'viewer', tenant: 'other' }), 'one')('GET', '/sources/SEEN')).status).toBe(404);
});

it('keeps parties: one by one, many at once, and as new when made again', async () => {
  const made = await admin('PUT', '/parties/A%2F1', { name: 'Anna Keller', address: { city: 'Bern' }, locale: 'de-CH' });
  expect([made.status, made.body.id, made.body.preferences]).toEqual([201, 'A/1', {}]);
  const { body } = await services('POST', '/parties/batch-get', { ids: ['A/1', 'B', 'A/1', ''] });
  expect(body).toEqual({ parties: [made.body], missing: ['B', ''] });
  expect((await services('POST', '/parties/batch-get', { ids: Array.from({ length: 1_001 }, String) })).status).toBe(422);
  expect((await other('GET', '/parties/A%2F1')).status).toBe(404);
  expect((await admin('DELETE', '/parties/A%2F1')).status).toBe(204);
  expect((await admin('GET', '/parties/A%2F1')).status).toBe(404);
  const again = await admin('PUT', '/parties/A%2F1', { name: 'Anna Keller' });
  expect([again.body.version, again.etag === made.etag]).toEqual([1, false]);
  expect((await everybody('PUT', '/parties/X', { name: 'Nobody\'s' })).status).toBe(403);
});

it('imports parties line by line, says which lines are faulty, and leaves alone what is there already', async () => {
  const line = (n: number, name = `Party ${n}`) => JSON.stringify({ id: `I${n}`, name, address: { street: `Lane ${n}` } });
  const lines = Array.from({ length: 1_300 }, (_, n) => line(n));
  const faulty = ['{"id":"I1"', JSON.stringify({ id: 'I2' }), 'x'.repeat(300_000)];
  const first = await admin('POST', '/parties/import', [...lines, '', ...faulty, line(7, 'Renamed')].join('\n'));
  expect(first.body).toMatchObject({ lines: 1_304, created: 1_300, updated: 1, unchanged: 0, faulty: 3 });
  expect(first.body.faultyLines.map((each) => each.line)).toEqual([1_302, 1_303, 1_304]);
  const second = await admin('POST', '/parties/import', `${[...lines.slice(0, 7), line(8, 'Other')].join('\n')}\n`);
  expect(second.body).toMatchObject({ lines: 8, created: 0, updated: 1, unchanged: 7, faulty: 0 });
  expect((await viewer('GET', '/parties/I7')).body).toMatchObject({ name: 'Renamed', version: 2 });
});

it('goes on without Redis, and loses no change that was made meanwhile', async () => {
  const { etag } = await admin('PUT', '/sources/STEADY', { title: 'Before' });
  await admin('GET', '/sources/STEADY');
  await bench.killRedis();
  const changed = await admin('PUT', '/sources/STEADY', { title: 'After' }, { 'if-match': etag });
  expect(changed.status).toBe(200);
  expect((await admin('GET', '/sources/STEADY')).body.title).toBe('After');
  await bench.startRedis();
  expect((await admin('GET', '/sources/STEADY')).body.title).toBe('After');
});

it('loads the example data into empty tables alone, once even when two do it', async () => {
  expect(await loadExampleData(bench.db)).toBe(false);
  const empty = await Bench.start();
  try {
    expect((await Promise.all([loadExampleData(empty.db), loadExampleData(empty.db)])).sort()).toEqual([false, true]);
    const fresh = caller((await empty.service()).url, await empty.token({ role: 'client', tenant: 'fresh' }));
    const types = (await fresh('GET', '/document-types')).body.documentTypes;
    expect(types.map((type) => type.code)).toEqual(['ACCOUNT_STATEMENT', 'CLAIM_DECISION', 'INVOICE', 'POLICY_LETTER', 'TAX_CERTIFICATE', 'WELCOME_PACK']);
  } finally {
    await empty.stop();
  }
});
