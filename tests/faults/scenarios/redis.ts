/** Redis emptied, and away. */
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
