/** The recovery job killed half-way, doubled, and without its Redis. */
import { Redis } from 'ioredis';
import type { Scenario } from '../scenario';

export const recoveryKilled: Scenario = {
  name: 'recovery-killed',
  about: 'while many errors wait, two processes recover them, one after the other is killed half-way, and Redis loses its schedules: each error is retried once',
  documents: 90,
  async inject({ world, touch, sleep, untilAccepted }) {
    await world.addEngineFault({ call: 'render', fault: 'errored', share: 0.6, count: 80 });
    const second = await world.system.spawnRole('jobs');
    const redis = new Redis(world.infrastructure.redis.address);
    try {
      await untilAccepted(60);
      for (let round = 0; round < 4; round += 1) {
        await world.system.kill('jobs', 'SIGKILL', round % 2 === 0 ? 0 : second);
        touch(1);
        await redis.flushall();
        await world.system.restart('jobs', round % 2 === 0 ? 0 : second);
        await sleep(500);
      }
    } finally {
      redis.disconnect();
      await world.system.kill('jobs', 'SIGTERM', second);
    }
  },
};
