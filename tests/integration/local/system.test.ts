import { existsSync } from 'node:fs';
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
