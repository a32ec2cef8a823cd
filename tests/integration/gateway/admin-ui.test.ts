import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createTokenVerifier } from '../../../platform/identity';
import type { System } from '../../support/system';
import { startGateway } from './fixture';

let folder: string;
let system: System;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oms-admin-'));
  system = await startGateway({ ADMIN_DIR: join(folder, 'dist') });
});
afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(system.gatewayUrl() + path, { headers, redirect: 'manual' });

test('before it is built a page says how to; a build is noticed without a restart', async () => {
  const missing = await get('/admin/requests');
  expect([missing.status, missing.headers.get('cache-control')]).toEqual([503, 'no-store']);
  expect(await missing.text()).toContain('npm run build:admin');
  mkdirSync(join(folder, 'new/assets'), { recursive: true });
  writeFileSync(join(folder, 'new/index.html'), '<title>Screens</title>');
  writeFileSync(join(folder, 'new/favicon.svg'), '<svg/>');
  writeFileSync(join(folder, 'new/assets/index-abc123.js'), 'console.log(1)');
  writeFileSync(join(folder, 'new/assets/index-abc123.js.gz'), gzipSync('console.log(1)'));
  renameSync(join(folder, 'new'), join(folder, 'dist'));
  for (const path of ['/admin', '/admin/', '/admin/requests/0190-x?tab=errors']) {
    const page = await get(path);
    expect([page.status, page.headers.get('content-type'), page.headers.get('cache-control')]).toEqual([200, 'text/html; charset=utf-8', 'no-cache']);
    expect(await page.text()).toBe('<title>Screens</title>');
  }
});

test('its pages may load nothing from elsewhere, and talk to this gateway alone', async () => {
  const policy = (await get('/admin')).headers.get('content-security-policy') ?? '';
  const host = new URL(system.gatewayUrl()).host;
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'");
  expect(policy).toContain(`connect-src 'self' ws://${host} wss://${host};`);
  expect(policy).toContain("worker-src 'self' blob:");
  expect((await get('/admin')).headers.get('x-frame-options')).toBe('DENY');
});

test('hashed assets are kept for ever, and come compressed; what is missing is missing', async () => {
  const script = await get('/admin/assets/index-abc123.js', { 'accept-encoding': 'gzip' });
  expect(await script.text()).toBe('console.log(1)');
  expect(Object.fromEntries(['content-encoding', 'cache-control', 'content-type', 'x-content-type-options'].map((name) => [name, script.headers.get(name)]))).toEqual({
    'content-encoding': 'gzip',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': 'text/javascript; charset=UTF-8',
    'x-content-type-options': 'nosniff',
  });
  expect((await get('/admin/favicon.svg')).headers.get('cache-control')).toBe('no-cache');
  for (const path of ['/admin/assets/index-old.js', '/admin/assets/', '/admin/nothing.png']) {
    const answer = await get(path);
    expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 404, 'application/problem+json; charset=utf-8']);
  }
  expect((await get('/admin/queues')).status).toBe(401);
  expect((await fetch(`${system.gatewayUrl()}/admin/requests`, { method: 'POST' })).status).toBe(404);
});

describe('signing in on this machine', () => {
  const ask = (body: unknown, headers: Record<string, string> = {}, url = system.gatewayUrl()) =>
    fetch(`${url}/admin/local-token`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

  test('the page learns how, and gets a token with several roles', async () => {
    expect(await (await get('/admin/config.json')).json()).toEqual({ mode: 'local', graphqlPath: '/graphql', oidc: null });
    const answer = await ask({ roles: ['admin', 'operator'], tenant: 'demo', subject: 'erika' }, { origin: system.gatewayUrl(), 'sec-fetch-site': 'same-origin' });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const { token, expiresAt } = (await answer.json()) as { token: string; expiresAt: string };
    const caller = await createTokenVerifier({ jwksFile: join(system.home, 'keys/jwks.json'), issuer: 'oms-local', audience: 'oms' })(token);
    expect(caller).toMatchObject({ subject: 'erika', tenant: 'demo', roles: ['admin', 'operator'], source: 'CORE' });
    expect(Math.abs(new Date(expiresAt).getTime() - caller.expiresAt)).toBeLessThan(5_000);
  });

  test.each([
    ['another site', { origin: 'https://elsewhere.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a page of another site, by the browser', { 'sec-fetch-site': 'cross-site' }],
    ['a page without an origin', { origin: 'null' }],
  ])('%s gets none', async (_who, headers) => {
    expect((await ask({ roles: ['admin'], tenant: 'demo' }, headers)).status).toBe(403);
  });

  test.each([
    ['the role of the services', { roles: ['service'], tenant: '*' }, /roles/],
    ['an administrator of all tenants', { roles: ['admin'], tenant: '*' }, /tenant/],
    ['no role', { roles: [], tenant: 'demo' }, /at least one role/],
    ['something unknown', { roles: ['admin'], tenant: 'demo', lifetime: 5 }, /lifetime/],
    ['a strange tenant', { roles: ['admin'], tenant: 'a b' }, /tenant/],
  ])('%s is refused with the reason', async (_what, body, reason) => {
    const answer = await ask(body);
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { title: string }).title).toMatch(reason);
  });

  test('in production, and where people sign in elsewhere, there is none', async () => {
    const port = 0;
    const production = await system.spawnRole('gateway', { OMS_MODE: 'production', PORT: String(port), OIDC_ISSUER_URL: 'https://id.example/realm', OIDC_CLIENT_ID: 'screens' });
    const url = system.gatewayUrl(production);
    expect((await ask({ roles: ['admin'], tenant: 'demo' }, {}, url)).status).toBe(404);
    expect(await (await fetch(`${url}/admin/config.json`)).json()).toEqual({
      mode: 'oidc',
      graphqlPath: '/graphql',
      oidc: { issuer: 'https://id.example/realm', clientId: 'screens', scope: 'openid profile', resource: null },
    });
    expect((await fetch(`${url}/admin`)).headers.get('content-security-policy')).toContain(' https://id.example;');
  });
});
