/** The caller's side: fresh within half a second, frugal, and steady while the service is away or something else answers in its place. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createReferenceDataClient, type ReferenceDataClientOptions } from '../../../adapters/reference-data-client';
import { CodedError } from '../../../domain/user-errors';
import { ReferenceDataUnavailable, type DocumentType } from '../../../services/ports/reference-data';
import { eventually } from '../../support/eventually';
import { Bench } from './bench';
import { caller, TYPE, type Caller } from './http';

let bench: Bench;
let urls: string[];
let admin: Caller;
let adminToken: string;
const servers: Server[] = [];

beforeAll(async () => {
  bench = await Bench.start();
  urls = [(await bench.service()).url, (await bench.service()).url];
  adminToken = await bench.token({ role: 'admin', tenant: 'one' });
  admin = caller(urls[0] ?? '', adminToken);
});

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

afterAll(() => bench.stop());

function client(url: string, options: Partial<ReferenceDataClientOptions> = {}) {
  const protection = { concurrency: 64, callsPerSecond: 1_000, failuresToOpen: 5, openMs: 1_000, openMaxMs: 1_000 };
  return createReferenceDataClient({ url, serviceTokenFile: bench.serviceTokenFile, timeoutMs: 1_000, maxAgeMs: 60_000, protection, ...options });
}

/** Something that listens where the service should. */
async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** In front of the real service: counts calls and their statuses, and may fail them. */
async function frontOf(target: string) {
  const front = { url: '', statuses: [] as number[], fault: null as null | RequestListener };
  front.url = await listen((request, response) => {
    const { fault } = front;
    if (fault) {
      front.statuses.push(0);
      fault(request, response);
      return;
    }
    const { host: _, connection: __, 'content-length': ___, 'transfer-encoding': ____, ...headers } = request.headers;
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
      const answer = await fetch(`${target}${request.url}`, { method: request.method, headers: headers as Record<string, string>, body });
      front.statuses.push(answer.status);
      response.writeHead(answer.status, [...answer.headers].filter(([name]) => !['connection', 'keep-alive', 'content-length', 'transfer-encoding'].includes(name)).flat());
      response.end(Buffer.from(await answer.arrayBuffer()));
    })();
  });
  return front;
}

const full = (code: string, more: Partial<DocumentType> = {}): Omit<DocumentType, 'version'> =>
  ({ code, ...TYPE, allowedSources: [], partyFields: [], active: true, ...more }) as Omit<DocumentType, 'version'>;

it('has a change in force for the callers of every instance within a second, also of what did not exist', async () => {
  const [one, other] = urls.map((url) => client(url));
  expect(await other?.documentType('one', 'PROMISE')).toBeNull();
  let etag = (await admin('PUT', '/document-types/PROMISE', TYPE)).etag;
  for (let version = 1; version <= 4; version += 1) {
    const committed = performance.now();
    await Promise.all(
      [one, other].map((each) => eventually('the change is in force', async () => (await each?.documentType('one', 'PROMISE'))?.version === version, 1_000)),
    );
    expect(performance.now() - committed).toBeLessThan(1_000);
    etag = (await admin('PUT', '/document-types/PROMISE', { ...TYPE, title: `Title ${version}` }, { 'if-match': etag })).etag;
  }
});

it('asks once for simultaneous readers, not at all while its copy is fresh, and then only whether it has changed', async () => {
  await admin('PUT', '/document-types/FRUGAL', TYPE);
  const front = await frontOf(urls[0] ?? '');
  const reader = client(front.url);
  const first = await Promise.all(Array.from({ length: 50 }, () => reader.documentType('one', 'FRUGAL')));
  expect(front.statuses).toEqual([200]);
  await delay(600);
  expect(await reader.documentType('one', 'FRUGAL')).toBe(first[0]);
  expect(await reader.documentType('other', 'FRUGAL')).toBeNull();
  expect(front.statuses).toEqual([200, 304, 404]);
});

it('counts a copy\'s age from when it was asked for, not from when it came', async () => {
  await admin('PUT', '/sources/AGE', { title: 'Age' });
  const front = await frontOf(urls[0] ?? '');
  const reader = client(front.url);
  const body = JSON.stringify({ code: 'AGE', title: 'Slow', active: true, version: 1 });
  front.fault = (_request, response) => void setTimeout(() => response.writeHead(200, { etag: '"slow"' }).end(body), 550);
  expect((await reader.source('one', 'AGE'))?.title).toBe('Slow');
  front.fault = null;
  expect((await reader.source('one', 'AGE'))?.title).toBe('Age');
});

it('uses copies up to their greatest age while the service is away, and nothing else', async () => {
  await admin('PUT', '/sources/AWAY', { title: 'Away' });
  const front = await frontOf(urls[0] ?? '');
  const reader = client(front.url, { freshMs: 50, maxAgeMs: 1_500 });
  const copy = await reader.source('one', 'AWAY');
  expect(await reader.source('one', 'AWAY-ABSENT')).toBeNull();
  front.fault = (request) => request.socket.destroy();
  await delay(100);
  for (let n = 0; n < 10; n += 1) expect(await reader.source('one', 'AWAY')).toBe(copy);
  expect(await reader.source('one', 'AWAY-ABSENT')).toBeNull();
  await expect(reader.source('one', 'NEVER-READ')).rejects.toThrow(ReferenceDataUnavailable);
  await expect(reader.parties('one', ['P'])).rejects.toThrow(ReferenceDataUnavailable);
  await delay(1_500);
  await expect(reader.source('one', 'AWAY')).rejects.toThrow(ReferenceDataUnavailable);
  front.fault = null;
  await eventually('it is asked again', async () => (await reader.source('one', 'AWAY'))?.title === 'Away', 3_000);
});

it('passes over a single blip', async () => {
  await admin('PUT', '/sources/BLIP', { title: 'Blip' });
  const front = await frontOf(urls[0] ?? '');
  front.fault = (request) => {
    front.fault = null;
    request.socket.destroy();
  };
  expect((await client(front.url).source('one', 'BLIP'))?.title).toBe('Blip');
});

it('leaves the API alone until the date that its Retry-After names, from the first failure on', async () => {
  await admin('PUT', '/sources/LATER', { title: 'Later' });
  const front = await frontOf(urls[0] ?? '');
  const protection = { concurrency: 64, callsPerSecond: 1_000, failuresToOpen: 5, openMs: 50, openMaxMs: 50 };
  const reader = client(front.url, { protection });
  // A date has whole seconds: this one is two to three seconds away.
  const date = new Date(Date.now() + 3_000).toUTCString();
  front.fault = (_request, response) => void response.writeHead(503, { 'retry-after': date }).end();
  await expect(reader.source('one', 'LATER')).rejects.toThrow(ReferenceDataUnavailable);
  front.fault = null;
  await delay(1_500);
  await expect(reader.source('one', 'LATER')).rejects.toThrow(ReferenceDataUnavailable);
  expect(front.statuses).toEqual([0]);
  await eventually('it is asked again', async () => (await reader.source('one', 'LATER'))?.title === 'Later', 5_000);
  expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(date));
});

it.each<[string, RequestListener]>([
  ['a page of a proxy', (_request, response) => void response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>')],
  ['JSON that is no document type', (_request, response) => void response.end('{"code":"X"}')],
  ['an answer cut short', (_request, response) => void response.writeHead(200, { 'content-length': '1000' }).end('{"code":')],
  ['a refusal', (_request, response) => void response.writeHead(403, { 'content-type': 'application/problem+json' }).end('{"code":"FORBIDDEN","detail":"no"}')],
  ['not a word', () => undefined],
])('takes %s for the service being away', async (_what, listener) => {
  const reader = client(await listen(listener), { timeoutMs: 300 });
  await expect(reader.documentType('one', 'X')).rejects.toThrow(ReferenceDataUnavailable);
});

it('saves in the administrator\'s name under the version that was expected', async () => {
  const front = client(urls[0] ?? '');
  expect(await front.documentType('one', 'SAVED')).toBeNull();
  expect(await front.saveDocumentType(adminToken, full('SAVED'), 0)).toEqual({ saved: { ...full('SAVED'), version: 1 } });
  expect((await front.documentType('one', 'SAVED'))?.version).toBe(1);
  expect(await front.saveDocumentType(adminToken, full('SAVED'), 0)).toMatchObject({ refused: { kind: 'conflict' } });
  expect(await front.saveDocumentType(adminToken, full('SAVED'), 2)).toMatchObject({ refused: { kind: 'conflict' } });
  expect(await front.saveDocumentType(adminToken, full('SAVED', { title: 'Next' }), 1)).toMatchObject({ saved: { title: 'Next', version: 2 } });
  expect((await front.documentType('one', 'SAVED'))?.title).toBe('Next');
  expect(await front.saveDocumentType(adminToken, full('SAVED', { dataSchema: { type: 7 } }), 2)).toMatchObject({
    refused: { kind: 'invalid', faults: expect.arrayContaining([expect.objectContaining({ pointer: '/dataSchema/type' })]) },
  });
  expect(await front.saveSource(adminToken, { code: '../parties', title: 'x', active: true }, 0)).toMatchObject({ refused: { kind: 'invalid' } });
  await expect(front.saveDocumentType(await bench.token({ role: 'client', tenant: 'one' }), full('SAVED'), 2)).rejects.toThrow(CodedError);
});

it('a tenant makes its own in place of one of all tenants, created or changed from it', async () => {
  const front = client(urls[0] ?? '');
  const everybody = await bench.token({ role: 'admin', tenant: '*' });
  for (const code of ['STAR-A', 'STAR-B']) await front.saveDocumentType(everybody, full(code), 0);
  expect(await front.saveDocumentType(adminToken, full('STAR-A', { title: 'Ours' }), 0)).toMatchObject({ saved: { title: 'Ours', version: 2 } });
  // Who still holds what is of all tenants does not overwrite it.
  expect(await front.saveDocumentType(adminToken, full('STAR-A', { title: 'Late' }), 1)).toMatchObject({ refused: { kind: 'conflict' } });
  expect(await front.saveDocumentType(adminToken, full('STAR-B', { title: 'Ours' }), 1)).toMatchObject({ saved: { title: 'Ours', version: 2 } });
  expect((await front.documentType('two', 'STAR-B'))?.title).toBe(TYPE.title);
});

it('reads any number of parties and whole lists', async () => {
  const lines = Array.from({ length: 2_345 }, (_, n) => JSON.stringify({ id: `P${n}`, name: `Party ${n}` })).join('\n');
  await admin('POST', '/parties/import', lines);
  for (let n = 0; n < 205; n += 1) await bench.db.query(`WITH made AS (INSERT INTO sources VALUES (gen_random_uuid(), 'many', $1, 1) RETURNING id)
    INSERT INTO source_versions (item_id, version, title, active, actor) SELECT id, 1, 'Many', true, 'test' FROM made`, { bind: [`M${n}`] });
  const reader = client(urls[1] ?? '');
  const ids = [...Array.from({ length: 2_345 }, (_, n) => `P${n}`), 'P0', 'missing', '', 'x'.repeat(5_000)];
  const parties = await reader.parties('one', ids);
  expect([parties.size, parties.get('P2344')?.name, parties.has('missing')]).toEqual([2_345, 'Party 2344', false]);
  expect((await reader.sources('many')).length).toBe(205);
});
