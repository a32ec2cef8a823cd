/** The relay: looks, some dozens of times a second and in one statement, which lanes have work, and wakes them. */
import type { Sequelize } from 'sequelize';
import { row } from '../../models/database';
import type { Logger } from '../../platform/logging';
import type { Readiness, Service } from '../../platform/service';
import type { EventProducer } from '../ports';
import { TOPICS, type TopicName } from '../topics';
import { Lane, type LaneOptions } from './lane';
import { publishOutbox } from './outbox-publisher';

/** Between two looks, in ms: half of it is what the relay adds to the way of a lone document, on average, at each stage. */
const LOOK_EVERY_MS = 10;
const LOOK_RETRY_MS = 500;

/** Topics fed by the outbox, the urgent one first. Each is a lane of its own, so that none waits behind another. */
const OUTBOX_TOPICS: readonly TopicName[] = [TOPICS.processingHigh, TOPICS.monitoring, TOPICS.processing, TOPICS.operations];

/** The feed's own lanes, given by whoever wires: stamping comes before publishing. */
export interface FeedLanes {
  readonly stamp: LaneOptions['work'];
  readonly publish: LaneOptions['work'];
}

interface Look {
  topics: TopicName[];
  unstamped: boolean;
  unpublished: boolean;
}

export class Relay implements Service {
  readonly name = 'relay';
  private readonly outboxLanes: Map<TopicName, Lane>;
  private readonly stampLane: Lane;
  private readonly publishLane: Lane;
  private loop: Promise<void> | null = null;
  private stopped = false;
  private lastLook = 0;

  constructor(
    private readonly db: Sequelize,
    producer: EventProducer,
    feed: FeedLanes,
    private readonly logger: Logger,
  ) {
    this.outboxLanes = new Map(
      OUTBOX_TOPICS.map((topic, index) => [
        topic,
        new Lane(db, { name: topic, lock: index + 1, work: (transaction) => publishOutbox(db, transaction, producer, topic) }, logger),
      ]),
    );
    this.stampLane = new Lane(db, { name: 'stamp', lock: 101, work: feed.stamp }, logger);
    this.publishLane = new Lane(db, { name: 'publish', lock: 102, work: feed.publish }, logger);
  }

  start(): Promise<void> {
    this.loop = this.run();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
    await Promise.all([...this.outboxLanes.values(), this.stampLane, this.publishLane].map((lane) => lane.stop()));
  }

  readiness(): Readiness {
    return Date.now() - this.lastLook < 5_000 ? { ready: true } : { ready: false, reason: 'the outbox cannot be read' };
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      let pause = LOOK_EVERY_MS;
      try {
        const look = await this.look();
        this.lastLook = Date.now();
        for (const topic of look.topics) this.outboxLanes.get(topic)?.wake();
        if (look.unstamped) this.stampLane.wake();
        if (look.unpublished) this.publishLane.wake();
      } catch (error) {
        this.logger.warn({ reason: (error as Error).message }, 'the outbox cannot be read');
        pause = LOOK_RETRY_MS;
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** Unstamped is what began after the kept snapshot or was under way in it. Each is looked up in the index: a plain comparison reads the whole table. */
  private look(): Promise<Look> {
    return row<Look>(
      this.db,
      `SELECT ARRAY(SELECT t FROM unnest($1::text[]) t WHERE EXISTS (SELECT 1 FROM outbox_events o WHERE o.topic = t)) AS topics,
              EXISTS (SELECT 1
                        FROM (SELECT pg_snapshot_xip(s.snapshot) UNION ALL SELECT pg_snapshot_xmax(s.snapshot)) AS open(xid)
                        CROSS JOIN LATERAL (SELECT e.xid FROM status_events e WHERE e.xid >= open.xid ORDER BY e.xid LIMIT 1) found
                       WHERE found.xid = open.xid OR open.xid = pg_snapshot_xmax(s.snapshot)) AS unstamped,
              s.position > s.published_position AS unpublished
         FROM feed_state s`,
      [OUTBOX_TOPICS],
    );
  }
}
