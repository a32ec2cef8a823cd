/** The end of the feed, in order and without holes, in one gateway: from Kafka as long as that works, from Postgres where it does not. */
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { Sequelize } from 'sequelize';
import { newId, traceIdOf } from '../domain/ids';
import { decodeEvent, UnreadableEvent } from '../events/envelope';
import type { EventBroker, EventConsumer, IncomingRecord } from '../events/ports';
import { TOPICS } from '../events/topics';
import type { Logger } from '../platform/logging';
import { counter } from '../platform/metrics';
import type { Readiness, Service } from '../platform/service';
import { FeedHub } from './live/hub';
import { FeedOrder, type Arrival } from './live/order';
import { FeedRing } from './live/ring';
import { byPositions, readBounds, type FeedBounds, type FeedPage } from './read-events';

export interface FeedTailOptions {
  readonly database: Sequelize;
  readonly broker: EventBroker;
  /** The gateway's name among others. */
  readonly instance: string;
  /** Events kept in memory. */
  readonly ringSize: number;
  readonly logger: Logger;
}

const TICK_MS = 25;
/** How long a hole may wait for Kafka to fill it. */
const HOLE_MS = 50;
/** After this silence Postgres is asked how far the feed reaches. */
const QUIET_MS = 1_000;
/** The same while Kafka is away. */
const AWAY_LOOK_MS = 100;
const RETRY_MS = 500;
const PAGE = 1_000;
/** Events that a new gateway reads back, so that its first subscribers can resume from memory. */
const WARM_UP = 2_000;
/** Records handled before others get their turn. */
const SLICE = 200;

const delivered = counter('oms_feed_delivered_total', 'Status events delivered to the subscribers of this gateway, by where they came from.', ['source']);

export class FeedTail implements Service {
  readonly name = 'feed-tail';
  readonly hub = new FeedHub();
  private feed = '';
  private order = new FeedOrder(0);
  private ring = new FeedRing(1, 0);
  private readonly groupId: string;
  private consumer: EventConsumer | null = null;
  private watching: Promise<void> | null = null;
  private stopped = false;
  private arrivedAt = 0;
  private lookedAt = 0;
  private lookWanted = true;
  private failure: string | null = 'it has not started';

  constructor(private readonly options: FeedTailOptions) {
    this.groupId = `oms.status.${options.instance}.${newId()}`;
  }

  /** The feed that positions belong to: another one after the database was restored. */
  get feedId(): string {
    return this.feed;
  }

  /** The newest position delivered. */
  get last(): number {
    return this.order.last;
  }

  /** The oldest position in memory; last + 1 where none is. */
  get oldest(): number {
    return this.ring.oldest;
  }

  /** What follows `position`, from memory, looking at no more than `limit` positions; null where memory does not reach back so far. */
  after(position: number, limit: number): FeedPage | null {
    return this.ring.after(position, limit);
  }

  /** Begins at the newest stamped position. Rejects when Postgres cannot be read; Kafka may be away. */
  async start(): Promise<void> {
    const bounds = await readBounds(this.options.database);
    await this.beginAt(bounds, bounds.position);
    this.failure = null;
    this.consumer = this.options.broker.consumer({
      groupId: this.groupId,
      topics: [TOPICS.status],
      from: 'latest',
      handler: (records) => this.handle(records),
      onAssigned: () => (this.lookWanted = true),
    });
    this.watching = this.watch();
    this.consumer.start().catch((error: unknown) => this.options.logger.warn({ err: error }, 'the status topic is not followed; Postgres is read instead'));
  }

  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    await this.watching;
    await this.consumer?.stop();
    if (this.consumer) {
      await this.options.broker.deleteGroup(this.groupId).catch((error: unknown) => this.options.logger.debug({ err: error }, 'the group will expire by itself'));
    }
  }

  readiness(): Readiness {
    if (this.failure === null || (this.kafkaWorks() && this.watching !== null)) return { ready: true };
    return { ready: false, reason: `the status feed cannot be followed: ${this.failure}` };
  }

  private kafkaWorks(): boolean {
    return this.consumer !== null && this.consumer.readiness().ready && this.options.broker.readiness().ready;
  }

  private async handle(records: readonly IncomingRecord[]): Promise<void> {
    for (let from = 0; from < records.length; from += SLICE) {
      if (from > 0) await nextTurn();
      if (this.stopped) return;
      const now = performance.now();
      for (const record of records.slice(from, from + SLICE)) this.receive(record, now);
      this.arrivedAt = now;
      this.deliver();
    }
  }

  private receive(record: IncomingRecord, now: number): void {
    try {
      const event = decodeEvent(record, 'oms.status.changed');
      if (!event.feed) throw new UnreadableEvent('header ce_feed or ce_position is missing');
      if (event.feed.id !== this.feed) {
        this.lookWanted = true;
        return;
      }
      const { id: feedId, position } = event.feed;
      const traceId = traceIdOf(event.traceparent) ?? '';
      const arrival: Arrival = { event: { tenant: event.tenant, feedId, position, traceId, value: event.value }, source: 'kafka' };
      this.order.accept(position, arrival, now);
    } catch (error) {
      if (!(error instanceof UnreadableEvent)) throw error;
      const { topic, partition, offset } = record;
      this.options.logger.warn({ topic, partition, offset, reason: error.message }, 'a status record is skipped; its event comes from Postgres');
    }
  }

  private deliver(): void {
    for (let arrival = this.order.next(); arrival; arrival = this.order.next()) {
      this.ring.push(arrival.event);
      delivered.inc({ source: arrival.source });
      this.hub.dispatch(arrival.event);
    }
  }

  private async watch(): Promise<void> {
    while (!this.stopped) {
      let rest = TICK_MS;
      try {
        await this.tick();
        this.failure = null;
      } catch (error) {
        this.failure = (error as Error).message;
        this.options.logger.warn({ reason: this.failure }, 'the status feed cannot be read from Postgres');
        rest = RETRY_MS;
      }
      await wait(rest);
    }
  }

  private async tick(): Promise<void> {
    const away = !this.kafkaWorks();
    const now = performance.now();
    const due = away ? now - this.lookedAt >= AWAY_LOOK_MS : now - Math.max(this.arrivedAt, this.lookedAt) >= QUIET_MS;
    if (due || this.lookWanted) await this.look();
    const owed = this.order.overdue(performance.now() - (away ? 0 : HOLE_MS));
    if (owed > this.last) await this.fill(owed);
  }

  /** Learns how far the feed reaches, and whether it still is the same one. */
  private async look(): Promise<void> {
    const before = this.last;
    this.lookWanted = false;
    const bounds = await readBounds(this.options.database);
    this.lookedAt = performance.now();
    if (bounds.feedId !== this.feed || bounds.position < before) {
      this.options.logger.warn({ feedId: bounds.feedId, position: bounds.position }, 'the feed began anew');
      await this.beginAt(bounds, bounds.position);
    } else {
      this.order.reaches(bounds.position, this.lookedAt);
    }
  }

  private async fill(upTo: number): Promise<void> {
    while (this.last < upTo && !this.stopped) {
      const after = this.last;
      const page = await byPositions(this.options.database, { after, upTo, limit: PAGE, tenant: null });
      if (page.events.length < page.covered - after) {
        // Positions without an event: those of purged requests are passed over, those that the feed no longer keeps are a gap.
        const bounds = await readBounds(this.options.database);
        if (bounds.feedId !== this.feed) return;
        if (this.last + 1 < bounds.oldest) return this.beginAt(bounds, bounds.oldest - 1);
      }
      const now = performance.now();
      for (const event of page.events) this.order.accept(event.position ?? 0, { event, source: 'postgres' }, now);
      this.deliver();
      while (this.last < page.covered) {
        this.order.pass();
        this.ring.push(null);
        this.deliver();
      }
    }
  }

  /** Goes on after `position`. Whoever listens is told that it has to catch up by itself, and finds out there whether it can. */
  private async beginAt({ feedId, oldest }: FeedBounds, position: number): Promise<void> {
    const from = Math.max(oldest - 1, position - Math.min(WARM_UP, this.options.ringSize));
    const ring = new FeedRing(this.options.ringSize, from);
    for (let after = from; after < position; ) {
      const page = await byPositions(this.options.database, { after, upTo: position, limit: PAGE, tenant: null });
      const events = new Map(page.events.map((event) => [event.position, event]));
      for (after += 1; after <= page.covered; after += 1) ring.push(events.get(after) ?? null);
      after = page.covered;
    }
    const last = this.last;
    this.feed = feedId;
    this.ring = ring;
    this.order = new FeedOrder(position);
    this.hub.interrupt(last);
  }
}
