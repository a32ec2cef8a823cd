import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { mintToken, prepareKeys } from '../../../local/issuer';
import { tokenRequest } from '../../../local/token';
import { createTokenVerifier } from '../../../platform/identity';

const run = promisify(execFile);
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'oms-issuer-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const verifier = () => createTokenVerifier({ jwksFile: join(home, 'keys/jwks.json'), issuer: 'oms-local', audience: 'oms' });

test('a token says role, tenant, source and subject, and the system accepts it', async () => {
  const token = await mintToken({ home, role: 'viewer', tenant: 'acme', source: 'CLAIMS', subject: 'erika' });
  await expect(verifier()(token)).resolves.toMatchObject({ subject: 'erika', tenant: 'acme', roles: ['viewer'], source: 'CLAIMS' });
});

test('a token without a source speaks for one of the example data, and lives 12 hours', async () => {
  const caller = await verifier()(await mintToken({ home, role: 'client', tenant: 'acme' }));
  expect(caller.source).toBe('CORE');
  expect(caller.expiresAt - Date.now()).toBeGreaterThan(12 * 3_600_000 - 10_000);
  expect(caller.expiresAt - Date.now()).toBeLessThanOrEqual(12 * 3_600_000);
});

test('a token may have several roles; only one that just operates belongs to no tenant', async () => {
  expect(tokenRequest(['--role', 'admin,operator', '--tenant', 'acme'])).toMatchObject({ role: ['admin', 'operator'], tenant: 'acme' });
  expect(tokenRequest(['--role', 'operator'])).toMatchObject({ tenant: '*' });
  const token = await mintToken({ home, role: ['admin', 'operator'], tenant: 'acme' });
  await expect(verifier()(token)).resolves.toMatchObject({ subject: 'admin+operator@acme', roles: ['admin', 'operator'] });
});

test('a token of another home is refused', async () => {
  const other = mkdtempSync(join(tmpdir(), 'oms-issuer-'));
  try {
    await mintToken({ home, role: 'client', tenant: 'acme' });
    const foreign = await mintToken({ home: other, role: 'client', tenant: 'acme' });
    await expect(verifier()(foreign)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  } finally {
    rmSync(other, { recursive: true });
  }
});

test('processes that ask for tokens at the same moment on a fresh home all sign with one key', async () => {
  const ask = () => run(process.execPath, ['-r', './compile/register.cjs', 'local/token.ts', '--role', 'client', '--tenant', 'acme'], { env: { ...process.env, OMS_HOME: home } });
  const answers = await Promise.all([ask(), ask(), ask()]);
  for (const { stdout } of answers) await expect(verifier()(stdout.trim())).resolves.toMatchObject({ tenant: 'acme' });
});

test('secrets are readable by their owner alone and stay the same; the services get a token of their own', async () => {
  await prepareKeys(home);
  const cursorKey = readFileSync(join(home, 'keys/cursor.key'), 'utf8');
  await prepareKeys(home);
  expect(readFileSync(join(home, 'keys/cursor.key'), 'utf8')).toBe(cursorKey);
  expect(Buffer.from(cursorKey, 'base64')).toHaveLength(32);
  for (const file of ['signing-key.json', 'cursor.key', 'service.token']) expect(statSync(join(home, 'keys', file)).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(home, 'keys/jwks.json'), 'utf8')).not.toContain('"d"');
  await expect(verifier()(readFileSync(join(home, 'keys/service.token'), 'utf8').trim())).resolves.toMatchObject({ roles: ['service'], tenant: '*' });
});

test.each([
  [[], /--role is missing/],
  [['--role', 'boss', '--tenant', 'acme'], /no role "boss".*client, viewer, admin, operator/],
  [['--role', 'service', '--tenant', 'acme'], /no role "service"/],
  [['--role', 'client'], /--tenant is missing/],
  [['--role', 'admin,operator'], /--tenant is missing/],
  [['--role', 'admin,service', '--tenant', 'acme'], /no role "service"/],
  [['--role', 'client', '--tenant', '../x'], /cannot name a tenant/],
  [['--role', 'client', '--tenant', 'acme', '--ttl', 'soon'], /--ttl soon is not a number of seconds/],
  [['--roel', 'client'], /'--roel'/],
])('%j is refused with a sentence and the usage', (args, sentence) => {
  expect(() => tokenRequest(args)).toThrow(sentence);
  expect(() => tokenRequest(args)).toThrow(/usage: npm run -s token/);
});
