/** A database with the feed's own parts and nothing else running: tests write the events, stamp and publish them themselves. */
import { setTimeout as wait } from 'node:timers/promises';
import { Transaction, type Sequelize } from 'sequelize';
import { createKafkaBroker } from '../../../adapters/kafka/broker';
import type { DocumentStatus } from '../../../domain/document';
import { newId, newTraceId } from '../../../domain/ids';
import type { EventBroker, EventProducer } from '../../../events/ports';
import type { FeedEvent } from '../../../feed/feed-event';
import { publishFeed } from '../../../feed/publisher';
import { stampFeed } from '../../../feed/stamper';
import { FeedSubscriptions, type FeedSubscriptionsOptions } from '../../../feed/subscriptions';
import { FeedTail } from '../../../feed/tail';
import { row } from '../../../models/database';
import { configFrom } from '../../../platform/config';
import { createLogger } from '../../../platform/logging';
import { startSystem, type System } from '../../support/system';

const LOCK = 424_242;
const logger = createLogger({ role: 'test', level: 'silent' });

/** What became of a request: enough steps for every kind of timeline. */
export const LIFE: readonly DocumentStatus[] = ['ACCEPTED', 'PROCESSING', 'GENERATING', 'COMPLETED'];

export class FeedWorld {
  private readonly tails: FeedTail[] = [];

  private constructor(
    readonly system: System,
    readonly broker: EventBroker,
  ) {}

  static async start(): Promise<FeedWorld> {
    const system = await startSystem({ roles: {}, simulator: false });
    const broker = createKafkaBroker(configFrom(system.env, 'test').kafka, 'test', logger);
    await broker.connect();
    return new FeedWorld(system, broker);
  }

  get db(): Sequelize {
    return this.system.db;
  }

  async stop(): Promise<void> {
    await Promise.all(this.tails.map((tail) => tail.stop()));
    await this.broker.disconnect();
    await this.system.stop();
  }

  async submission(tenant = 'a'): Promise<string> {
    const id = newId();
    await this.db.query(`INSERT INTO submissions (id, tenant, source, actor, total) VALUES ($1, $2, 'CORE', 'me', 0)`, { bind: [id, tenant] });
    return id;
  }

  /** A request that has no status event yet. */
  async request(facts: { tenant?: string; submissionId?: string; documentType?: string } = {}): Promise<string> {
    const id = newId();
    await this.db.query(
      `INSERT INTO document_requests (id, tenant, source, document_type, document_type_version, engine_configuration, format, priority, data, status,
                                      sequence, submission_id, trace_id)
       VALUES ($1, $2, 'CORE', $3, 1, '1', 'PDF', 'NORMAL', '{}', 'ACCEPTED', 1, $4, $5)`,
      { bind: [id, facts.tenant ?? 'a', facts.documentType ?? 'LETTER', facts.submissionId ?? null, newTraceId()] },
    );
    return id;
  }

  /** The request's next event, as a change of status writes it. */
  async tell(id: string, sequence: number, status: DocumentStatus, transaction?: Transaction): Promise<void> {
    await this.db.query('UPDATE document_requests SET status = $2, sequence = $3 WHERE id = $1', { bind: [id, status, sequence], transaction });
    await this.db.query(
      `INSERT INTO status_events (request_id, sequence, tenant, status, attempt, cause, actor)
       SELECT id, $2, tenant, $3, 1, 'SUBMITTED', 'me' FROM document_requests WHERE id = $1`,
      { bind: [id, sequence, status], transaction },
    );
  }

  /** A request with its events so far. */
  async live(statuses: readonly DocumentStatus[], facts: Parameters<FeedWorld['request']>[0] = {}): Promise<string> {
    const id = await this.request(facts);
    for (const [index, status] of statuses.entries()) await this.tell(id, index + 1, status);
    return id;
  }

  stamp(): Promise<number> {
    return this.locked((transaction) => stampFeed(this.db, transaction));
  }

  publish(producer: EventProducer = this.broker.producer, pageSize = 1_000): Promise<number> {
    return this.locked((transaction) => publishFeed(this.db, transaction, producer, pageSize));
  }

  /** Stamps and publishes whatever is there, as a relay does. */
  async relay(): Promise<void> {
    await this.stamp();
    while ((await this.publish()) > 0);
  }

  /** Runs a relay until the returned function is called, which relays what is left. */
  relaying(): () => Promise<void> {
    let wanted = true;
    const run = async () => {
      while (wanted) {
        await this.relay();
        await wait(5);
      }
    };
    const running = run();
    return () => {
      wanted = false;
      return running.then(() => this.relay());
    };
  }

  async tail(ringSize = 20_000, broker = this.broker): Promise<FeedTail> {
    const tail = new FeedTail({ database: this.db, broker, instance: `test-${this.tails.length}`, ringSize, logger });
    this.tails.push(tail);
    await tail.start();
    return tail;
  }

  subscriptions(tail: FeedTail, options: Partial<FeedSubscriptionsOptions> = {}): FeedSubscriptions {
    return new FeedSubscriptions({ database: this.db, tail, bufferSize: 2_000, progressPerSecond: 5, ...options });
  }

  private locked(work: (transaction: Transaction) => Promise<number>): Promise<number> {
    return this.db.transaction({ isolationLevel: Transaction.ISOLATION_LEVELS.READ_COMMITTED }, async (transaction) => {
      await row(this.db, 'SELECT pg_advisory_xact_lock($1)::text', [LOCK], transaction);
      return work(transaction);
    });
  }
}

/** Up to `count` events; fewer where it ends before. */
export async function take(events: AsyncIterableIterator<FeedEvent>, count: number): Promise<FeedEvent[]> {
  const taken: FeedEvent[] = [];
  while (taken.length < count) {
    const next = await events.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}

/** `[request, sequence]`, by which events are compared. */
export function names(events: readonly FeedEvent[]): [string, number][] {
  return events.map(({ value }) => [value.requestId, value.sequence]);
}
