import { setTimeout as wait } from 'node:timers/promises';
import { newId } from '../../../domain/ids';
import { CursorSealer, currentAsOf, type OpenedCursor } from '../../../feed/cursor';
import type { FeedEvent } from '../../../feed/feed-event';
import { pruneFeed } from '../../../feed/prune';
import { SubscriberTooSlow, type FeedSubscriptions } from '../../../feed/subscriptions';
import type { FeedTail } from '../../../feed/tail';
import { rows } from '../../../models/database';
import { eventually } from '../../support/eventually';
import { FeedWorld, LIFE, names, take } from './world';

const sealer = new CursorSealer(Buffer.alloc(32, 1).toString('base64'));

/** As a client resumes: with the sealed cursor of the last event that it got. */
function after(event: FeedEvent, scope: string | null = 'a'): OpenedCursor {
  const { requestId, sequence } = event.value;
  return sealer.open(scope, sealer.sealEvent(scope, event.feedId, { requestId, sequence, position: event.position }));
}

async function asOf(world: FeedWorld): Promise<OpenedCursor> {
  const { feedId, position } = await currentAsOf(world.db);
  return sealer.open('a', sealer.sealAsOf('a', feedId, position));
}

describe('the subscriptions', () => {
  let world: FeedWorld;
  let tail: FeedTail;
  let subscriptions: FeedSubscriptions;
  beforeAll(async () => {
    world = await FeedWorld.start();
    tail = await world.tail();
    subscriptions = world.subscriptions(tail);
  });
  /** Whoever left, or was done, holds nothing any more. */
  afterEach(() => expect(tail.hub.size).toBe(0));
  afterAll(() => world.stop());

  const caughtUp = () => eventually('the tail is up to date', async () => tail.last === (await currentAsOf(world.db)).position);
  const feedOf = async (tenant: string): Promise<[string, number][]> => {
    const found = await rows<{ request: string; sequence: number }>(
      world.db,
      'SELECT request_id AS request, sequence FROM status_feed WHERE tenant = $1 ORDER BY position',
      [tenant],
    );
    return found.map((each) => [each.request, each.sequence]);
  };

  describe('to one request', () => {
    it('give its whole timeline, then what happens, and end after the final status', async () => {
      const id = await world.live(LIFE.slice(0, 2));
      await world.relay();
      const events = subscriptions.documentRequestStatus('a', id, null);
      expect(names(await take(events, 2))).toEqual([[id, 1], [id, 2]]);
      const rest = take(events, 10);
      await world.tell(id, 3, 'GENERATING');
      await world.relay();
      await world.tell(id, 4, 'COMPLETED');
      await world.relay();
      expect(names(await rest)).toEqual([[id, 3], [id, 4]]);
    });

    it('resumed at every possible cut, before or after the stamp, give exactly the rest', async () => {
      const id = await world.live(LIFE);
      const unstamped = await take(subscriptions.documentRequestStatus('a', id, null), 10);
      expect(unstamped.map((event) => event.position)).toEqual([null, null, null, null]);
      await world.relay();
      const all = await take(subscriptions.documentRequestStatus('a', id, null), 10);
      expect(all.map((event) => event.position !== null)).toEqual([true, true, true, true]);
      for (const seen of [unstamped, all]) {
        for (const [index, event] of seen.entries()) {
          const rest = await take(subscriptions.documentRequestStatus('a', id, after(event)), 10);
          expect(names(rest)).toEqual(names(all.slice(index + 1)));
        }
      }
    });

    it('follow from a list\'s asOf with neither gap nor repeat', async () => {
      const id = await world.live(LIFE.slice(0, 2));
      await world.stamp();
      const listed = await asOf(world);
      await world.tell(id, 3, 'GENERATING');
      await world.tell(id, 4, 'CANCELLED');
      expect(names(await take(subscriptions.documentRequestStatus('a', id, listed), 10))).toEqual([[id, 3], [id, 4]]);
    });

    it('do not end at a FAILED that a retry has already left', async () => {
      const id = await world.live(['ACCEPTED', 'FAILED', 'PROCESSING']);
      await world.relay();
      const events = subscriptions.documentRequestStatus('a', id, null);
      expect(names(await take(events, 3))).toHaveLength(3);
      const rest = take(events, 10);
      await world.tell(id, 4, 'FAILED');
      await world.tell(id, 5, 'PROCESSING');
      await world.relay();
      await world.tell(id, 6, 'FAILED');
      await world.relay();
      expect(names(await rest)).toEqual([[id, 4], [id, 5], [id, 6]]);
    });

    it('are NOT_FOUND for an id that is none, unknown, or another tenant\'s, and open to whoever reads all', async () => {
      const foreign = await world.live(LIFE, { tenant: 'b' });
      for (const id of ['nonsense', newId(), foreign]) {
        await expect(subscriptions.documentRequestStatus('a', id, null).next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
      }
      expect(await take(subscriptions.documentRequestStatus(null, foreign, null), 10)).toHaveLength(4);
    });
  });

  describe('to the feed', () => {
    it('cut after every event and resumed, on a gateway with memory and on one without, give everything once and in order', async () => {
      const start = await asOf(world);
      const before = (await feedOf('a')).length;
      await Promise.all(['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b', 'a', 'b'].map((tenant) => world.live(LIFE, { tenant })));
      await world.relay();
      await caughtUp();
      const forgetful = world.subscriptions(await world.tail(1));
      const seen: FeedEvent[] = [];
      let cursor = start;
      for (let turn = 0; turn < 20; turn += 1) {
        const events = (turn % 2 ? forgetful : subscriptions).statusFeed('a', {}, cursor);
        const [event] = await take(events, 1);
        await events.return?.();
        if (!event) throw new Error('the feed ended');
        seen.push(event);
        cursor = after(event);
      }
      expect(names(seen)).toEqual((await feedOf('a')).slice(before));
    });

    it('begin now, and pass on only what the filter and the tenant allow', async () => {
      const submissionId = await world.submission();
      await world.live(LIFE);
      await world.relay();
      await caughtUp();
      const everything = subscriptions.statusFeed('a', {}, null);
      const completed = subscriptions.statusFeed('a', { statuses: ['COMPLETED'], documentType: 'INVOICE' }, null);
      const ofSubmission = subscriptions.statusFeed(null, { submissionId: submissionId.toUpperCase() }, null);
      const [first, second, third] = [take(everything, 8), take(completed, 1), take(ofSubmission, 4)];
      const foreign = await world.live(LIFE, { tenant: 'b', documentType: 'INVOICE' });
      const letter = await world.live(LIFE, { submissionId });
      const invoice = await world.live(LIFE, { documentType: 'INVOICE' });
      await world.relay();
      expect(names(await first)).toEqual([letter, invoice].flatMap((id) => [1, 2, 3, 4].map((sequence) => [id, sequence])));
      expect(names(await second)).toEqual([[invoice, 4]]);
      expect(names(await third).map(([id]) => id)).toEqual([letter, letter, letter, letter]);
      expect(foreign).not.toBe(letter);
      for (const events of [everything, completed, ofSubmission]) await events.return?.();
    });

    it('wait for the stamp of a cursor that had none', async () => {
      const id = await world.live(LIFE);
      const [unstamped] = await take(subscriptions.documentRequestStatus('a', id, null), 10);
      if (!unstamped) throw new Error('no event');
      const events = subscriptions.statusFeed('a', {}, after(unstamped));
      const rest = take(events, 3);
      await wait(150);
      await world.relay();
      expect(names(await rest)).toEqual([[id, 2], [id, 3], [id, 4]]);
      await events.return?.();
    });

    it('lose nothing in a burst that overflows buffer and memory, as long as the subscriber takes', async () => {
      const small = world.subscriptions(await world.tail(8), { bufferSize: 3 });
      await caughtUp();
      const before = (await feedOf('a')).length;
      const events = small.statusFeed('a', {}, null);
      const taken = take(events, 40);
      await Promise.all(Array.from({ length: 10 }, () => world.live(LIFE)));
      await world.relay();
      expect(names(await taken)).toEqual((await feedOf('a')).slice(before));
      await events.return?.();
    });

    it('end as too slow when nothing is taken from a full buffer, and resume from the last event taken', async () => {
      await caughtUp();
      const impatient = world.subscriptions(tail, { bufferSize: 3, slowAfterMs: 50 });
      const events = impatient.statusFeed('a', {}, null);
      const first = take(events, 1);
      await world.live([...LIFE, ...LIFE]);
      await world.relay();
      const [event] = await first;
      if (!event) throw new Error('no event');
      await caughtUp();
      await wait(120);
      await expect(events.next()).rejects.toBeInstanceOf(SubscriberTooSlow);
      const again = impatient.statusFeed('a', {}, after(event));
      expect((await take(again, 7)).map(({ value }) => value.sequence)).toEqual([2, 3, 4, 5, 6, 7, 8]);
      await again.return?.();
    });
  });

  describe('to a submission', () => {
    it('tell at once, then at a bounded rate however many follow, and end when all is final', async () => {
      const submissionId = await world.submission();
      const ids = await Promise.all([1, 2, 3, 4, 5, 6].map(() => world.live(['ACCEPTED'], { submissionId })));
      await world.relay();
      await caughtUp();
      const told = [0, 0, 0];
      const startedAt = performance.now();
      const following = told.map(async (_, index) => {
        for await (const id of subscriptions.submissionProgress('a', submissionId)) {
          expect(id).toBe(submissionId);
          told[index]! += 1;
        }
      });
      await eventually('each is told at once', () => told.every((count) => count === 1), 1_000);
      for (const id of ids) {
        for (const [index, status] of LIFE.slice(1).entries()) {
          await world.tell(id, index + 2, status);
          await world.relay();
        }
      }
      await Promise.all(following);
      const most = Math.ceil((performance.now() - startedAt) / 200) + 1;
      for (const count of told) {
        expect(count).toBeGreaterThanOrEqual(2);
        expect(count).toBeLessThanOrEqual(most);
      }
    });

    it('end at once where all is final already, and are NOT_FOUND to another tenant', async () => {
      const submissionId = await world.submission();
      await world.live(LIFE, { submissionId });
      const progress = subscriptions.submissionProgress('a', submissionId);
      expect(await progress.next()).toEqual({ value: submissionId, done: false });
      expect((await progress.next()).done).toBe(true);
      await expect(subscriptions.submissionProgress('b', submissionId).next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });

  // Last: it takes the past away.
  describe('when the feed was pruned', () => {
    it('refuse a cursor whose continuation is gone, on either gateway, but never one of a request\'s own events', async () => {
      const id = await world.live(LIFE.slice(0, 3));
      await world.live(LIFE);
      await world.relay();
      await caughtUp();
      const events = subscriptions.documentRequestStatus('a', id, null);
      const [first] = await take(events, 1);
      await events.return?.();
      if (!first) throw new Error('no event');
      const position = (await currentAsOf(world.db)).position;
      await world.db.query(`UPDATE status_feed SET stamped_at = now() - interval '1 day'`);
      const forgetful = world.subscriptions(await world.tail(1));
      const cursor = after(first);
      const paged = forgetful.statusFeed('a', {}, cursor);
      expect(await take(paged, 1)).toHaveLength(1);
      await paged.return?.();
      await pruneFeed(world.db, 1_000);
      await expect(forgetful.statusFeed('a', {}, cursor).next()).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' });
      await expect(forgetful.statusFeed('a', {}, { ...cursor, position: 0 }).next()).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' });
      await expect(subscriptions.statusFeed('a', {}, { ...cursor, feedId: newId() }).next()).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' });
      await world.tell(id, 4, 'COMPLETED');
      expect(names(await take(forgetful.documentRequestStatus('a', id, cursor), 10))).toEqual([[id, 2], [id, 3], [id, 4]]);
      // By position it is known only as long as the feed reaches back to it.
      const listed: OpenedCursor = { feedId: tail.feedId, requestId: null, sequence: null, position };
      expect(names(await take(forgetful.documentRequestStatus('a', id, listed), 10))).toEqual([[id, 4]]);
      await expect(forgetful.documentRequestStatus('a', id, { ...listed, position: 1 }).next()).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' });
    });
  });
});
