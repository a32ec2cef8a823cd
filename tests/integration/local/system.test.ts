import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { processIdentity } from '../../../local/process/identity';
import { eventually } from '../../support/eventually';
import { startSystem } from '../../support/system';

test('two systems share the infrastructure and nothing else; a killed process comes back at its address; a stopped system leaves nothing', async () => {
  const [one, other] = await Promise.all([startSystem({ roles: { 'reference-data': 2 } }), startSystem({ roles: {}, simulator: false })]);
  const read = async () => {
    const answer = await fetch(`${one.referenceDataUrl}/reference-data/v1/document-types/POLICY_LETTER`, {
      headers: { authorization: `Bearer ${await one.token({ tenant: 'anybody' })}` },
    });
    return answer.status;
  };
  expect(await read()).toBe(200);
  expect(one.env.DATABASE_URL).not.toBe(other.env.DATABASE_URL);
  expect(one.processes.pid('reference-data', 1)).not.toBe(one.processes.pid('reference-data', 0));

  await one.kill('reference-data', 'SIGKILL');
  await expect(read()).rejects.toThrow();
  await one.restart('reference-data');
  expect(await eventually('reference data answers again', read)).toBe(200);

  await one.kill('reference-data', 'SIGSTOP', 1);
  const pids = [one.processes.pid('reference-data', 0), one.processes.pid('reference-data', 1), one.processes.pid('simulator')];
  await one.stop();
  expect(pids.map(processIdentity)).toEqual([null, null, null]);
  expect(existsSync(one.home)).toBe(false);
  await other.stop();
});

test('a role that npm started stops cleanly when npm gets the signal', async () => {
  const system = await startSystem({ roles: {}, simulator: false });
  const npm = spawn('npm', ['run', '--silent', 'relay'], { cwd: resolve(__dirname, '../../..'), env: system.env, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  let said = '';
  npm.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
  try {
    await eventually('the relay is ready', () => Promise.resolve(said.includes('"type":"ready"')), 30_000);
    npm.kill('SIGTERM');
    // Held open by whoever still runs.
    await eventually('nobody runs any more', () => Promise.resolve(npm.stdout.closed), 10_000);
    expect(said).toMatch(/"msg":"stopped"/);
  } finally {
    if (npm.pid && !npm.stdout.closed) process.kill(-npm.pid, 'SIGKILL');
    await system.stop();
  }
});
