import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../../../local/process/ports';
import { QueueView } from '../../../jobs/queue-view';
import { RepeatableJob } from '../../../jobs/repeatable-job';
import { createLogger } from '../../../platform/logging';
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

describe('a repeatable job while Redis is away', () => {
  it('starts at once, runs when Redis comes, and again when it comes back', async () => {
    const redis = new ComingAndGoing(await freePort());
    let runs = 0;
    const job = new RepeatableJob(
      {
        name: 'away',
        schedule: { every: 300 },
        redis: { url: `redis://127.0.0.1:${redis.port}`, prefix: `away${Date.now()}` },
        run: () => {
          runs += 1;
          return Promise.resolve({});
        },
      },
      createLogger({ role: 'test', level: 'silent' }),
    );
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
});

describe('when a job runs next', () => {
  it('is known while Redis is there, and nobody is kept waiting for it otherwise', async () => {
    const redis = new ComingAndGoing(await freePort());
    const logger = createLogger({ role: 'test', level: 'silent' });
    const address = { url: `redis://127.0.0.1:${redis.port}`, prefix: `next${Date.now()}` };
    const view = new QueueView(address, logger);
    const job = new RepeatableJob({ name: 'recovery', schedule: { every: 60_000 }, redis: address, run: () => Promise.resolve({}) }, logger);
    const quickly = async () => {
      const begun = Date.now();
      const next = await view.nextRunAt('recovery');
      expect(Date.now() - begun).toBeLessThan(1_000);
      return next;
    };
    expect(await quickly()).toBeNull();
    await redis.come();
    await job.start();
    const next = await eventually('the schedule', quickly);
    expect(next.getTime() - Date.now()).toBeLessThanOrEqual(60_000);
    await job.stop();
    redis.go();
    await eventually('nothing to be known', async () => (await quickly()) === null);
    await redis.come();
    await view.stop();
    redis.go();
  });
});
