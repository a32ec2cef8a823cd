/** Postgres restarted, its answers to COMMIT lost, its connections used up, its tables out of reach. */
import { Client } from 'pg';
import type { Scenario, Scene } from '../scenario';

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

export const readOnly: Scenario = {
  name: 'postgres-read-only',
  about: 'Postgres takes no writes for a while, as a standby that everybody was sent to: submissions are refused, reading goes on',
  async inject(scene) {
    await asAdministrator(scene, async (client) => {
      const before = scene.refusals();
      await setReadOnly(client, true);
      try {
        await scene.sleep(4_000);
        await scene.api.counts();
      } finally {
        await setReadOnly(client, false);
      }
      scene.touch(scene.refusals() - before);
    });
  },
};

/** Also for sessions that there are already. */
async function setReadOnly(client: Client, on: boolean): Promise<void> {
  await client.query('SET default_transaction_read_only = off');
  await client.query(on ? 'ALTER SYSTEM SET default_transaction_read_only = on' : 'ALTER SYSTEM RESET default_transaction_read_only');
  await client.query('SELECT pg_reload_conf()');
}

export const tablesLocked: Scenario = {
  name: 'tables-locked',
  about: 'somebody holds whole tables, each for longer than a statement may take',
  async inject(scene) {
    await asAdministrator(scene, async (client) => {
      for (const table of ['outbox_events', 'document_requests', 'engine_batches', 'processing_errors']) {
        await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
        await scene.sleep(6_000);
        const { rows } = await client.query<{ count: string }>("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
        scene.touch(Number(rows[0]?.count));
        await client.query('ROLLBACK');
        await scene.sleep(500);
      }
    });
  },
};

export const sessionsEnded: Scenario = {
  name: 'sessions-ended',
  about: 'an administrator ends every session of the system in Postgres, again and again, in the middle of transactions',
  async inject(scene) {
    await asAdministrator(scene, async (client) => {
      for (let round = 0; round < 15; round += 1) {
        const { rowCount } = await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        scene.touch(rowCount ?? 0);
        await scene.sleep(scene.chance.between(50, 400));
      }
    });
  },
};

/** Past every proxy, in the system's own database. */
async function asAdministrator({ world }: Scene, work: (client: Client) => Promise<void>): Promise<void> {
  const url = new URL(world.system.env.DATABASE_URL ?? '');
  url.port = String(world.infrastructure.postgres.port);
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
