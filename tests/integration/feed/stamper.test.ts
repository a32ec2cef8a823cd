import { setTimeout as wait } from 'node:timers/promises';
import { pruneFeed } from '../../../feed/prune';
import { stampFeed } from '../../../feed/stamper';
import { rows } from '../../../models/database';
import { FeedWorld } from './world';

interface Stamped {
  position: number;
  request: string;
  sequence: number;
}

describe('the stamper', () => {
  let world: FeedWorld;
  beforeAll(async () => {
    world = await FeedWorld.start();
  });
  afterAll(() => world.stop());

  const stamped = () =>
    rows<Stamped>(world.db, 'SELECT position, request_id AS request, sequence FROM status_feed ORDER BY position');

  it('gives each committed event one position, without holes and in order per request, under writers that commit late or roll back', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => world.request()));
    let writing = true;
    const stamping = (async () => {
      while (writing) await world.stamp();
    })();
    const told = new Map(ids.map((id) => [id, 0]));
    const writer = async (): Promise<void> => {
      for (let round = 0; round < 30; round += 1) {
        // Two requests of one transaction, locked in id order; its transaction id is old by the time that it writes the second.
        const some = [...ids].sort(() => Math.random() - 0.5).slice(0, 2).sort();
        await world.db
          .transaction(async (transaction) => {
            const next = new Map<string, number>();
            for (const id of some) {
              await rows(world.db, 'SELECT 1 FROM document_requests WHERE id = $1 FOR UPDATE', [id], transaction);
              const sequence = (told.get(id) ?? 0) + 1;
              await world.tell(id, sequence, 'PROCESSING', transaction);
              next.set(id, sequence);
              await wait(Math.random() * 15);
            }
            if (Math.random() < 0.25) throw new Error('rolled back');
            // Nobody else can read these before the commit: the rows are locked.
            for (const [id, sequence] of next) told.set(id, sequence);
          })
          .catch((error: Error) => {
            if (error.message !== 'rolled back') throw error;
          });
      }
    };
    await Promise.all([writer(), writer(), writer(), writer()]);
    writing = false;
    await stamping;
    await world.stamp();

    const feed = await stamped();
    expect(feed.map((each) => each.position)).toEqual(feed.map((_, index) => index + 1));
    for (const [id, newest] of told) {
      const sequences = feed.filter((each) => each.request === id).map((each) => each.sequence);
      expect(sequences).toEqual(Array.from({ length: newest }, (_, index) => index + 1));
    }
  });

  it('finds an event whose transaction is older than many that were stamped before it', async () => {
    const [slow, quick] = [await world.request(), await world.request()];
    const before = (await stamped()).length;
    const late = await world.db.transaction();
    await world.tell(slow, 1, 'ACCEPTED', late);
    await world.tell(quick, 1, 'ACCEPTED');
    expect(await world.stamp()).toBe(1);
    await world.tell(quick, 2, 'PROCESSING');
    expect(await world.stamp()).toBe(1);
    expect(await world.stamp()).toBe(0);
    await late.commit();
    expect(await world.stamp()).toBe(1);
    const feed = await stamped();
    expect(feed.slice(before).map((each) => [each.request, each.sequence])).toEqual([[quick, 1], [quick, 2], [slow, 1]]);
  });

  it('stamps nothing twice when two work at once without a lock, or when one dies in the middle', async () => {
    await world.live(['ACCEPTED', 'PROCESSING', 'GENERATING']);
    const before = (await stamped()).length;
    const dying = await world.db.transaction();
    expect(await stampFeed(world.db, dying)).toBe(3);
    const racing = world.db.transaction((transaction) => stampFeed(world.db, transaction)).catch(() => 0);
    await wait(50);
    await dying.rollback();
    await racing;
    await Promise.allSettled(Array.from({ length: 4 }, () => world.db.transaction((transaction) => stampFeed(world.db, transaction))));
    await world.stamp();
    const feed = await stamped();
    expect(feed.length - before).toBe(3);
    expect(feed.map((each) => each.position)).toEqual(feed.map((_, index) => index + 1));
  });

  it('is followed by a pruning that takes only a published prefix', async () => {
    await world.stamp();
    const all = (await stamped()).length;
    await world.db.query('UPDATE feed_state SET published_position = 40');
    await world.db.query(`UPDATE status_feed SET stamped_at = now() - interval '1 hour' WHERE position <= 60 AND position <> 31`);
    expect(await pruneFeed(world.db, 60_000, 10)).toBe(10);
    expect(await pruneFeed(world.db, 60_000)).toBe(20);
    await world.db.query(`UPDATE status_feed SET stamped_at = now() - interval '1 hour' WHERE position = 31`);
    expect(await pruneFeed(world.db, 60_000)).toBe(10);
    expect((await stamped())[0]?.position).toBe(41);
    expect(await stamped()).toHaveLength(all - 40);
  });
});
