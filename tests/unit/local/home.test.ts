import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicPorts } from '../../../local/launcher/public-ports';
import { takeHome } from '../../../local/process/home-lock';
import { freePort, PortBook } from '../../../local/process/ports';

let home: string;
let stranger: Server | null = null;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'oms-home-'));
});
afterEach(async () => {
  await new Promise<void>((resolve) => (stranger ? stranger.close(() => resolve()) : resolve()));
  stranger = null;
  rmSync(home, { recursive: true });
});

async function occupy(port: number): Promise<void> {
  stranger = createServer();
  await new Promise<void>((resolve) => stranger?.listen(port, '127.0.0.1', resolve));
}

test('a port is kept for the next start, and chosen anew only when a stranger has it', async () => {
  const first = await new PortBook(home).port('redis');
  expect(await new PortBook(home).port('redis')).toBe(first);
  await occupy(first);
  expect(await new PortBook(home).port('redis', true)).toBe(first);
  const second = await new PortBook(home).port('redis');
  expect(second).not.toBe(first);
  expect(await new PortBook(home).port('redis')).toBe(second);
});

test('a home is held by one start at a time, and one that died holds it no longer', () => {
  const lock = takeHome(home);
  expect(() => takeHome(home)).toThrow(new RegExp(`already running \\(process ${process.pid}\\).*OMS_HOME`));
  lock.release();
  takeHome(home).release();
  // The number of a living process, but of one that began at another time: the number was used again.
  writeFileSync(join(home, 'launcher.pid'), JSON.stringify({ pid: process.pid, identity: 'another boot/1' }));
  takeHome(home).release();
});

test('a taken port is a sentence that names the variable to change', async () => {
  const [mine, taken, other] = [await freePort(), await freePort(), await freePort()];
  await occupy(taken);
  const env = { PORT: String(mine), THUNDERHEAD_PORT: String(taken), REFERENCE_DATA_PORT: String(other) };
  await expect(publicPorts(env)).rejects.toThrow(new RegExp(`^Port ${taken} of the engine simulator is taken.*set THUNDERHEAD_PORT`));
  await expect(publicPorts({ ...env, THUNDERHEAD_URL: 'http://engine.example' })).resolves.toMatchObject({ PORT: mine });
  await expect(publicPorts({ ...env, PORT: 'http' })).rejects.toThrow(/PORT=http is not a port/);
});
