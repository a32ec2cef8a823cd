/** Postgres restarted, its answers to COMMIT lost, its connections used up. */
import { Client } from 'pg';
import type { Scenario } from '../scenario';

export const postgresRestarted: Scenario = {
  name: 'postgres-restarted',
  about: 'Postgres ends as in a crash, stays away for a while, and recovers; no submission is acknowledged meanwhile',
  async inject({ world, touch, sleep }) {
    await world.infrastructure.postgres.crash();
    touch(1);
    await sleep(2_000);
    await world.infrastructure.postgres.start();
  },
};

/** A statement on its own: the driver sends transactions as simple queries. */
const isCommit = (sent: Buffer) => sent.includes('COMMIT');

export const commitAnswersLost: Scenario = {
  name: 'commit-answers-lost',
  about: 'the answer to a COMMIT is lost, at submissions and at every other stage: the same idempotency key finds the row',
  quick: true,
  async inject({ world, quick, untilAccepted, accepted, sleep }) {
    const rounds = quick ? 2 : 5;
    for (let round = 0; round < rounds; round += 1) {
      world.gatewayDatabase.swallowAnswers(isCommit, 1);
      world.infrastructure.postgres.proxy.swallowAnswers(isCommit, 2);
      await untilAccepted(accepted.size + 5);
      await sleep(300);
    }
  },
};

export const connectionsUsedUp: Scenario = {
  name: 'connections-used-up',
  about: 'others hold every connection that Postgres grants, and the ones that we had are cut',
  async inject({ world, touch, sleep }) {
    const held: Client[] = [];
    const url = new URL(world.infrastructure.postgres.address);
    const hold = async (): Promise<boolean> => {
      const client = new Client({ connectionString: url.href, connectionTimeoutMillis: 3_000 });
      client.on('error', () => undefined);
      try {
        await client.connect();
        held.push(client);
        return true;
      } catch {
        return false;
      }
    };
    while (await hold());
    for (const proxy of [world.infrastructure.postgres.proxy, world.gatewayDatabase]) proxy.cut();
    while (await hold());
    touch(held.length);
    await sleep(3_000);
    await Promise.all(held.map((client) => client.end().catch(() => undefined)));
  },
};
