import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createOmsClient, type OmsClient, type StatusEvent } from '../../../client';
import { rows } from '../../../models/database';
import { addressesPath } from '../../../platform/config';
import { exampleRequest } from '../../../reference-data/example-data';
import { startSystem, type System } from '../../support/system';
import { startCuttingProxy, type CuttingProxy } from '../../support/cutting-proxy';

let system: System;
let proxy: CuttingProxy;
/** Through the proxy. */
let client: OmsClient;

beforeAll(async () => {
  system = await startSystem();
  proxy = await startCuttingProxy(system.gatewayUrl());
  client = createOmsClient({ url: proxy.url, token: () => system.token() });
});
afterAll(async () => {
  await client?.close();
  await proxy?.close();
  await system?.stop();
});

const letters = (count: number) => Array.from({ length: count }, (_, n) => exampleRequest('POLICY_LETTER', n + 1));

it('shows each event of the feed once, in order, though the connection is cut again and again', async () => {
  const direct = createOmsClient({ url: system.gatewayUrl(), token: await system.token() });
  const seen: StatusEvent[] = [];
  let cuts = 0;
  const cutting = setInterval(() => (cuts += proxy.cut()), 150);
  const unwanted = new AbortController();
  try {
    const feed = client.statusFeed(undefined, { after: await direct.feedPosition(), signal: unwanted.signal });
    const { documentRequests } = await direct.submitBatch(letters(60));
    const waiting = new Set(documentRequests.map((request) => request?.id));
    for await (const event of feed) {
      seen.push(event);
      if (event.final) waiting.delete(event.requestId);
      if (waiting.size === 0) break;
    }
  } finally {
    clearInterval(cutting);
    unwanted.abort();
    await direct.close();
  }
  const stored = await rows<{ id: string }>(system.db, `SELECT request_id || ' ' || sequence AS id FROM status_events`);
  expect(seen.map(({ requestId, sequence }) => `${requestId} ${sequence}`).sort()).toEqual(stored.map(({ id }) => id).sort());
  const last = new Map<string, number>();
  for (const { requestId, sequence } of seen) {
    expect(sequence).toBe((last.get(requestId) ?? 0) + 1);
    last.set(requestId, sequence);
  }
  expect(cuts).toBeGreaterThan(3);
});

it('follows one request to its end and fetches the document that was promised', async () => {
  const { id } = await client.submit({ ...exampleRequest('POLICY_LETTER', 1), format: 'PDF' });
  const statuses: string[] = [];
  for await (const event of client.followRequest(id)) statuses.push(event.status);
  expect(statuses).toEqual(['ACCEPTED', 'PROCESSING', 'GENERATING', 'COMPLETED']);
  const request = await client.documentRequest(id);
  if (!request?.output) throw new Error('a completed request has no output');
  const bytes = await client.download(request);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(request.output.sha256);
});

it('follows a submission until all of it is final', async () => {
  const { submission } = await client.submitBatch(letters(5), 'followed');
  if (!submission) throw new Error('the batch was refused');
  const totals: number[] = [];
  let completed = 0;
  for await (const { counts } of client.followSubmission(submission.id)) {
    totals.push(Object.values<number>({ ...counts }).reduce((sum, count) => sum + count, 0));
    completed = counts.completed;
  }
  expect(new Set(totals)).toEqual(new Set([5]));
  expect(completed).toBe(5);
});

it('refuses with the code and every fault that the gateway names', async () => {
  await expect(client.submit({ documentType: 'NO_SUCH_TYPE', data: {} })).rejects.toMatchObject({ name: 'OmsError', code: 'DOCUMENT_TYPE_UNKNOWN' });
  await expect(client.submit({ documentType: 'POLICY_LETTER', data: {} })).rejects.toMatchObject({
    code: 'DATA_INVALID',
    userErrors: expect.arrayContaining([expect.objectContaining({ code: 'DATA_INVALID' })]) as unknown,
  });
  const stranger = createOmsClient({ url: system.gatewayUrl(), token: await system.token({ ttlSeconds: -1 }) });
  await expect(stranger.feedPosition()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(stranger.statusFeed().next()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await stranger.close();
});

it('runs the demo on the system that is up, without duplicates, gaps or repairs', () => {
  writeFileSync(addressesPath(system.home), JSON.stringify({ GATEWAY_URL: system.gatewayUrl(), THUNDERHEAD_URL: system.simulatorUrl }));
  const root = resolve(__dirname, '../../..');
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-r', './compile/register.cjs', join(root, 'client/demo/index.ts'), '--count', '30', '--json'], {
    cwd: root,
    env: { ...process.env, OMS_HOME: system.home },
    encoding: 'utf8',
    timeout: 50_000,
  });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  const percentiles = { p50: expect.any(Number) as unknown, p99: expect.any(Number) as unknown };
  expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toEqual({
    submitted: 30,
    completed: 30,
    failed: 0,
    duplicates: 0,
    gaps: 0,
    repaired: 0,
    acceptMs: percentiles,
    finalMs: percentiles,
    documentsPerSecond: expect.any(Number),
  });
});
