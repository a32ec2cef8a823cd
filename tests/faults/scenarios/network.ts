/** The network between the system and everything it stands on. */
import type { Scenario } from '../scenario';

export const networkSlow: Scenario = {
  name: 'network-slow',
  about: 'every piece of traffic to Postgres, Kafka, Redis, engine and reference data takes 20 to 60 ms longer',
  async inject({ world, chance, sleep }) {
    for (const proxy of world.proxies) proxy.delay(chance.between(20, 60));
    await sleep(5_000);
  },
};

export const networkCut: Scenario = {
  name: 'network-cut',
  about: 'connections to Postgres, Kafka, Redis, engine and reference data break, one after the other and all at once',
  quick: true,
  async inject({ world, chance, sleep, quick }) {
    for (let round = 0; round < (quick ? 1 : 3); round += 1) {
      for (const proxy of chance.shuffle(world.proxies)) {
        proxy.cut();
        await sleep(chance.between(20, quick ? 80 : 300));
      }
    }
    for (const proxy of world.proxies) proxy.cut();
  },
};

export const networkAway: Scenario = {
  name: 'network-away',
  about: 'Kafka, Postgres and engine in turn take no connection, then take them and answer nothing',
  async inject({ world, sleep }) {
    const { kafka, postgres } = world.infrastructure;
    for (const proxies of [kafka.map((part) => part.proxy), [postgres.proxy, world.gatewayDatabase], [world.engine]]) {
      proxies.forEach((proxy) => proxy.refuse());
      await sleep(1_500);
      proxies.forEach((proxy) => proxy.heal());
      await sleep(500);
      proxies.forEach((proxy) => proxy.hold());
      await sleep(2_000);
      proxies.forEach((proxy) => proxy.heal());
      await sleep(500);
    }
  },
};

export const hostsVanish: Scenario = {
  name: 'hosts-vanish',
  about: 'the hosts behind all connections to Postgres, Kafka, Redis, engine and reference data, in turn, send nothing and no goodbye any more; new connections are answered',
  paceMs: 500,
  async inject({ world, chance, sleep }) {
    for (const proxy of chance.shuffle(world.proxies)) {
      proxy.vanish();
      await sleep(chance.between(1_000, 4_000));
    }
  },
};
