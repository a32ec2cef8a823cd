import { connect, createServer, type Server, type Socket } from 'node:net';
import Redis from 'ioredis';
import { freePort } from '../../../local/process/ports';
import { RepeatableJob } from '../../../jobs/repeatable-job';
import { createLogger } from '../../../platform/logging';
import { FaultProxy } from '../../faults/world/proxy';
import { testInfrastructure } from '../../support/addresses';
import { eventually } from '../../support/eventually';

/** Redis under an address at which it can come and go. */
class ComingAndGoing {
  private readonly sockets = new Set<Socket>();
  private server: Server | null = null;

  constructor(readonly port: number) {}

  async come(): Promise<void> {
    const redis = new URL(testInfrastructure().redisUrl);
    this.server = createServer((client) => {
      const upstream = connect(Number(redis.port), redis.hostname);
      for (const socket of [client, upstream]) {
        this.sockets.add(socket);
        socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
      }
      client.pipe(upstream).pipe(client);
    });
    await new Promise<void>((resolve) => this.server?.listen(this.port, '127.0.0.1', resolve));
  }

  go(): void {
    this.server?.close();
    for (const socket of this.sockets) socket.destroy();
  }
}

describe('a repeatable job', () => {
  let runs = 0;
  const jobOn = (url: string, prefix: string) =>
    new RepeatableJob(
      {
        name: 'away',
        schedule: { every: 300 },
        redis: { url, prefix },
        run: () => {
          runs += 1;
          return Promise.resolve({});
        },
      },
      createLogger({ role: 'test', level: 'silent' }),
    );

  it('starts at once while Redis is away, runs when it comes, and again when it comes back', async () => {
    const redis = new ComingAndGoing(await freePort());
    const job = jobOn(`redis://127.0.0.1:${redis.port}`, `away${Date.now()}`);
    const begun = Date.now();
    await job.start();
    expect(Date.now() - begun).toBeLessThan(2_000);
    await redis.come();
    await eventually('first runs', () => runs >= 2);
    redis.go();
    await redis.come();
    const before = runs;
    await eventually('runs after the outage', () => runs >= before + 2);
    await job.stop();
    redis.go();
  });
  it('goes on within half a minute after the host of Redis vanished without a goodbye, and stops in time while it is silent', async () => {
    const redis = await FaultProxy.start(Number(new URL(testInfrastructure().redisUrl).port));
    const job = jobOn(`redis://127.0.0.1:${redis.port}`, `silent${Date.now()}`);
    await job.start();
    const before = runs;
    await eventually('first runs', () => runs >= before + 2);
    redis.vanish();
    const silent = runs;
    await eventually('runs after the silence', () => runs >= silent + 2, 30_000);
    redis.hold();
    const begun = Date.now();
    await job.stop();
    expect(Date.now() - begun).toBeLessThan(5_000);
    // What it asked to be closed is closed now; a process would have ended.
    redis.heal();
    await eventually('farewells', () => redis.open === 0);
    await redis.close();
  }, 60_000);

  it('goes on within seconds, in the same process, after Redis lost its schedule and all else', async () => {
    const url = testInfrastructure().redisUrl;
    const prefix = `lost${Date.now()}`;
    const job = jobOn(url, prefix);
    await job.start();
    const before = runs;
    await eventually('first runs', () => runs >= before + 2);
    const redis = new Redis(url);
    await redis.del(await redis.keys(`${prefix}*`));
    redis.disconnect();
    const lost = runs;
    await eventually('runs after the loss', () => runs >= lost + 3, 15_000);
    await job.stop();
  });
});
