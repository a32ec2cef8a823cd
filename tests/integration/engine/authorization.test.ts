import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createThunderheadEngine } from '../../../adapters/thunderhead';
import { SimulatorProcess } from './simulator-process';

const CLIENT = { SIMULATOR_CLIENT_ID: 'oms', SIMULATOR_CLIENT_SECRET: 'secret-of-the-test' };

test('a token is asked for once, kept, and replaced once when the engine no longer takes it', async () => {
  const simulator = await SimulatorProcess.start(CLIENT);
  try {
    const oauth = { tokenUrl: `${simulator.url}/oauth/token`, clientId: 'oms', clientSecret: CLIENT.SIMULATOR_CLIENT_SECRET };
    const engine = createThunderheadEngine(simulator.settings({ oauth }));
    expect(await Promise.all([engine.isAvailable(), engine.isAvailable()])).toEqual([true, true]);
    // Tokens do not outlive the simulator, so the kept one is refused from now on.
    await simulator.kill();
    await simulator.restart();
    expect(await engine.isAvailable()).toBe(true);

    const stranger = createThunderheadEngine(simulator.settings({ oauth: { ...oauth, clientSecret: 'wrong' } }));
    const refused: unknown = await stranger.isAvailable().catch((error: unknown) => error);
    expect(refused).toMatchObject({ kind: 'unavailable' });
    expect((refused as Error).message).not.toContain('wrong');
    await expect(createThunderheadEngine(simulator.settings()).isAvailable()).rejects.toMatchObject({ kind: 'unavailable' });
  } finally {
    await simulator.stop();
  }
});

test('behind a gateway every call carries prefix and fixed header, and a foreign Location gets no credentials', async () => {
  const seen: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[] = [];
  const gateway = createServer((request, response) => {
    seen.push(request);
    request.resume();
    if (request.method === 'POST') response.writeHead(201, { location: 'http://elsewhere.invalid/engine/one/jobs/7' }).end();
    else response.end('while(1);{"id":7,"name":"n-1","status":"FINISHED"}');
  }).listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  try {
    const engine = createThunderheadEngine({
      url: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/`,
      pathPrefix: 'engine/',
      authorization: 'ApiKey of-the-test',
      oauth: null,
      queue: 'oms',
      appliance: '1',
      timeoutMs: 1_000,
      renderTimeoutMs: 1_000,
      transferDir: '/nowhere',
      transferDirAtEngine: '/nowhere',
    });
    const reference = await engine.submitJob({ name: 'n-1', configuration: 'c', input: '/in/n-1' });
    expect(reference).toBe('/one/jobs/7');
    expect(await engine.getJob(reference)).toMatchObject({ state: 'FINISHED', name: 'n-1' });
    expect(seen.map(({ method, url, headers }) => [method, url, headers.authorization])).toEqual([
      ['POST', '/engine/one/oauth2/bulkServices/api/v9/jobs', 'ApiKey of-the-test'],
      ['GET', '/engine/one/jobs/7', 'ApiKey of-the-test'],
    ]);
  } finally {
    gateway.closeAllConnections();
    gateway.close();
  }
});
