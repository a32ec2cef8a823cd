import fc from 'fast-check';
import { newId, newTraceId } from '../../../domain/ids';
import type { FeedEvent } from '../../../feed/feed-event';
import { FeedHub } from '../../../feed/live/hub';
import { iterate } from '../../../feed/live/iteration';
import { Mailbox, SubscriberTooSlow } from '../../../feed/live/mailbox';
import { FeedOrder } from '../../../feed/live/order';
import { FeedRing } from '../../../feed/live/ring';

function eventAt(position: number): FeedEvent {
  return {
    tenant: 'a',
    feedId: newId(),
    position,
    traceId: newTraceId(),
    value: {
      requestId: newId(), sequence: 1, status: 'ACCEPTED', final: false, attempt: 1, cause: 'SUBMITTED', stage: null, message: null, actor: 'me',
      at: '2026-01-01T00:00:00.000000Z', source: 'CORE', documentType: 'LETTER', documentTypeVersion: 1, format: 'PDF', priority: 'NORMAL',
      clientReference: null, idempotencyKey: null, submissionId: null, createdAt: '2026-01-01T00:00:00.000000Z',
    },
  };
}

function drain(order: FeedOrder): number[] {
  const taken: number[] = [];
  for (let arrival = order.next(); arrival; arrival = order.next()) taken.push(arrival.event.position ?? 0);
  return taken;
}

function mailboxOn(hub: FeedHub, signal: AbortSignal, limit: number, slowAfterMs: number): Mailbox {
  return new Mailbox({ hub, subject: { tenant: 'a' }, matches: () => true, limit, slowAfterMs, signal });
}

describe('the order of the feed', () => {
  it('is 1, 2, 3 … each once, whatever arrives twice or in disorder', () => {
    const arrivals = fc.integer({ min: 1, max: 30 }).chain((count) => {
      const positions = Array.from({ length: count }, (_, index) => index + 1);
      return fc.tuple(fc.array(fc.integer({ min: 1, max: count })), fc.shuffledSubarray(positions, { minLength: count, maxLength: count }));
    });
    fc.assert(
      fc.property(arrivals, ([repeats, all]) => {
        const order = new FeedOrder(0);
        const taken: number[] = [];
        for (const position of [...repeats, ...all, ...repeats]) {
          order.accept(position, { event: eventAt(position), source: 'kafka' }, 0);
          taken.push(...drain(order));
        }
        expect(taken).toEqual([...all].sort((a, b) => a - b));
      }),
    );
  });

  it('owes a hole from the moment at which something behind it was seen', () => {
    const order = new FeedOrder(10);
    order.accept(11, { event: eventAt(11), source: 'kafka' }, 100);
    drain(order);
    expect(order.overdue(1_000)).toBe(11);
    order.accept(13, { event: eventAt(13), source: 'kafka' }, 200);
    order.reaches(20, 300);
    expect(order.overdue(199)).toBe(11);
    expect(order.overdue(200)).toBe(13);
    expect(order.overdue(300)).toBe(20);
    order.accept(12, { event: eventAt(12), source: 'postgres' }, 400);
    expect(drain(order)).toEqual([12, 13]);
    expect(order.overdue(299)).toBe(13);
  });
});

describe('the ring', () => {
  it('gives what follows a position, and says so when it no longer can', () => {
    const ring = new FeedRing(5, 100);
    expect(ring.after(100, 10)).toEqual({ events: [], covered: 100 });
    for (let position = 101; position <= 112; position += 1) ring.push(position === 110 ? null : eventAt(position));
    expect(ring.oldest).toBe(108);
    expect(ring.after(106, 10)).toBeNull();
    expect(ring.after(107, 3)?.events.map((event) => event.position)).toEqual([108, 109]);
    expect(ring.after(107, 3)?.covered).toBe(110);
    expect(ring.after(111, 10)?.events.map((event) => event.position)).toEqual([112]);
  });
});

describe('a mailbox', () => {
  it('that overflows gives all it had, tells how far that goes, and is detached', async () => {
    const hub = new FeedHub();
    const mailbox = mailboxOn(hub, new AbortController().signal, 3, 60_000);
    for (let position = 1; position <= 6; position += 1) hub.dispatch(eventAt(position));
    expect(hub.size).toBe(0);
    const taken: unknown[] = [];
    for (let event = await mailbox.take(); event; event = await mailbox.take()) taken.push(event.position);
    expect(taken).toEqual([1, 2, 3]);
    expect(mailbox.covered).toBe(3);
    mailbox.close();
  });

  it('that overflowed and from which nothing is taken ends as too slow', async () => {
    const hub = new FeedHub();
    const mailbox = mailboxOn(hub, new AbortController().signal, 3, 20);
    for (let position = 1; position <= 4; position += 1) hub.dispatch(eventAt(position));
    await new Promise((resolve) => setTimeout(resolve, 60));
    await expect(mailbox.take()).rejects.toBeInstanceOf(SubscriberTooSlow);
    mailbox.close();
  });
});

describe('an iterator that waits', () => {
  it('is left at once by return(), and holds nothing afterwards', async () => {
    const hub = new FeedHub();
    const iterator = iterate<FeedEvent>(async function* (signal) {
      const mailbox = mailboxOn(hub, signal, 10, 60_000);
      for (let event = await mailbox.take(); event; event = await mailbox.take()) yield event;
    });
    const first = iterator.next();
    hub.dispatch(eventAt(1));
    expect((await first).value).toMatchObject({ position: 1 });
    const waiting = iterator.next();
    expect(hub.size).toBe(1);
    const left = iterator.return?.();
    expect(hub.size).toBe(0);
    expect(await left).toEqual({ value: undefined, done: true });
    expect(await waiting).toEqual({ value: undefined, done: true });
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
  });
});
