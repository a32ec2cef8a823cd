/** Redis emptied, full, and away. */
import { Redis } from 'ioredis';
import type { Scenario } from '../scenario';

export const redisFlushed: Scenario = {
  name: 'redis-flushed',
  about: 'Redis loses all its data, again and again: schedules come back, what was cached is read from Postgres',
  withParty: true,
  async inject({ world, touch, sleep }) {
    const redis = new Redis(world.infrastructure.redis.address);
    try {
      for (let round = 0; round < 6; round += 1) {
        touch(await redis.dbsize());
        await redis.flushall();
        await sleep(400);
      }
    } finally {
      redis.disconnect();
    }
  },
};

export const redisStopped: Scenario = {
  name: 'redis-stopped',
  about: 'Redis is killed and stays away: recovery waits, reference data is read from Postgres, everything else goes on',
  withParty: true,
  async inject({ world, touch, sleep, accepted, violate }) {
    await world.infrastructure.redis.crash();
    touch(1);
    const before = accepted.size;
    await sleep(3_000);
    if (accepted.size <= before) violate('nothing was accepted while Redis was away');
    await world.infrastructure.redis.start();
  },
};

export const redisFull: Scenario = {
  name: 'redis-full',
  about: 'Redis has no memory left and refuses every write, then stands still: recovery goes on afterwards, everything else all along',
  withParty: true,
  async inject({ world, touch, sleep, accepted, violate }) {
    const redis = new Redis(world.infrastructure.redis.address);
    try {
      const before = accepted.size;
      const refusedBefore = await refusals(redis);
      await redis.config('SET', 'maxmemory', '1');
      await sleep(2_500);
      touch((await refusals(redis)) - refusedBefore);
      await redis.config('SET', 'maxmemory', '0');
      await redis.call('CLIENT', 'PAUSE', '2500', 'ALL');
      await sleep(2_500);
      if (accepted.size <= before) violate('nothing was accepted while Redis was full and stood still');
    } finally {
      redis.disconnect();
    }
  },
};

async function refusals(redis: Redis): Promise<number> {
  return Number(/total_error_replies:(\d+)/.exec(await redis.info('stats'))?.[1] ?? 0);
}
