import { eventually } from '../../support/eventually';
import { startSystem, type System } from '../../support/system';

let system: System;
beforeAll(async () => {
  system = await startSystem({ roles: { gateway: 1, jobs: 1 }, simulator: false });
});
afterAll(() => system.stop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(system.gatewayUrl() + path, { headers, redirect: 'manual' });
const bearer = async (role: 'operator' | 'admin' | 'client') => ({ authorization: `Bearer ${await system.token({ role })}` });

test('operators and administrators see the queues; nobody else does', async () => {
  expect((await get('/admin/queues')).status).toBe(401);
  expect((await get('/admin/queues/api/queues', await bearer('client'))).status).toBe(403);
  for (const role of ['operator', 'admin'] as const) {
    const answer = await get('/admin/queues/api/queues', await bearer(role));
    expect(answer.status).toBe(200);
    const { queues } = (await answer.json()) as { queues: { name: string; readOnlyMode: boolean }[] };
    expect(queues.map(({ name, readOnlyMode }) => [name, readOnlyMode])).toEqual([
      ['recovery', true],
      ['housekeeping', true],
      ['ledger', true],
      ['orphaned-outputs', true],
    ]);
  }
});

test('every job shows its schedule', async () => {
  const headers = await bearer('operator');
  const schedules = await eventually('all jobs to be scheduled', async () => {
    const answer = await get('/admin/queues/api/job-schedulers', headers);
    const { schedulers } = (await answer.json()) as { schedulers: { queueName: string; name: string; every?: number; next?: number }[] };
    return schedulers.length === 4 ? schedulers : null;
  });
  expect(schedules.find(({ queueName }) => queueName === 'recovery')).toMatchObject({ name: 'recovery', every: 1_000, next: expect.any(Number) });
  expect(schedules.map(({ queueName }) => queueName).sort()).toEqual(['housekeeping', 'ledger', 'orphaned-outputs', 'recovery']);
});

test('a browser brings its token once, in the address, and goes on with a cookie that no script and no other site can use', async () => {
  const token = await system.token({ role: 'operator' });
  const first = await get(`/admin/queues?token=${token}`);
  expect([first.status, first.headers.get('location')]).toEqual([303, '/admin/queues']);
  const cookie = first.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
  const page = await get('/admin/queues', { cookie: cookie.split(';')[0] ?? '' });
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(await page.text()).toContain('Bull Dashboard');
  expect((await get('/admin/queues?token=made-up')).status).toBe(401);
});

test('the admin UI signs in with its token in a header, and no address ever holds it', async () => {
  const signIn = async (headers: Record<string, string>) => fetch(`${system.gatewayUrl()}/admin/queues/sign-in`, { method: 'POST', headers });
  const answer = await signIn(await bearer('admin'));
  expect([answer.status, await answer.text()]).toEqual([204, '']);
  const cookie = answer.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
  expect((await get('/admin/queues', { cookie: cookie.split(';')[0] ?? '' })).status).toBe(200);
  expect((await signIn(await bearer('client'))).status).toBe(403);
  // A cookie, which other sites make browsers send, gives no new one.
  expect((await signIn({ cookie: cookie.split(';')[0] ?? '' })).status).toBe(401);
});

test('nothing can be changed there', async () => {
  const answer = await fetch(`${system.gatewayUrl()}/admin/queues/api/queues/recovery/pause`, { method: 'PUT', headers: await bearer('operator') });
  expect(answer.status).toBe(405);
});
