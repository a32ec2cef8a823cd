import type { Sequelize } from 'sequelize';
import { allowSilence, openDatabase, rows } from '../../../models/database';
import { FaultProxy } from '../../faults/world/proxy';
import { testInfrastructure } from '../../support/addresses';

/** The host of Postgres vanishes: nothing is refused, nothing ends, and nothing comes any more. */
describe('a Postgres that says nothing', () => {
  let proxy: FaultProxy;
  let db: Sequelize;
  let open: () => Sequelize;

  beforeAll(async () => {
    const address = new URL(testInfrastructure().databaseUrl);
    proxy = await FaultProxy.start(Number(address.port));
    address.port = String(proxy.port);
    open = () => openDatabase({ url: address.href, poolSize: 2, applicationName: 'test', statementTimeoutMs: 500, idleInTransactionTimeoutMs: 60_000 });
    db = open();
  });
  afterAll(async () => {
    await db.close();
    await proxy.close();
  });
  const one = () => rows<{ one: number }>(db, 'SELECT 1 AS one');

  it('fails what was asked of it, and new work gets a connection that answers', async () => {
    await Promise.all([one(), one()]);
    proxy.vanish();
    const asked = await Promise.allSettled([one(), one()]);
    expect(asked.map((each) => each.status)).toEqual(['rejected', 'rejected']);
    expect(await Promise.all([one(), one(), one()])).toEqual([[{ one: 1 }], [{ one: 1 }], [{ one: 1 }]]);
  }, 60_000);

  it('is not dialled for ever', async () => {
    await db.close();
    db = open();
    proxy.hold();
    await expect(one()).rejects.toThrow(/timeout/i);
    proxy.heal();
    expect(await one()).toEqual([{ one: 1 }]);
  }, 60_000);

  it('is waited for where a transaction allows its statements longer', async () => {
    const slept = await db.transaction(async (transaction) => {
      const ended = allowSilence(transaction, 60_000);
      await rows(db, "SELECT set_config('statement_timeout', '60000', true)", [], transaction);
      const found = await rows(db, 'SELECT pg_sleep(4) IS NOT NULL AS slept', [], transaction);
      ended();
      return found;
    });
    expect(slept).toEqual([{ slept: true }]);
  }, 30_000);
});
