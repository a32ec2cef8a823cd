/** oms.operations.v1 in one gateway: whoever subscribed is told of changed errors and runs as they come. */
import { newId } from '../../domain/ids';
import { decodeEvent, UnreadableEvent, type Event } from '../../events/envelope';
import type { EventBroker, EventConsumer, IncomingRecord } from '../../events/ports';
import type { ChangedError, EventType } from '../../events/schemas';
import { TOPICS } from '../../events/topics';
import type { Logger } from '../../platform/logging';
import type { Readiness, Service } from '../../platform/service';

export interface NewsListener {
  /** Errors of one tenant, in the order in which they changed. Must not throw. */
  errorsChanged?(tenant: string, errors: readonly ChangedError[]): void;
  runChanged?(runId: string): void;
  /** Something may have been missed: read again what matters. */
  interrupted?(): void;
}

export interface OperationsNewsOptions {
  readonly broker: EventBroker;
  /** The gateway's name among others. */
  readonly instance: string;
  readonly logger: Logger;
}

/** A gateway does not keep its callers waiting for longer, in ms, should Kafka not let it join. */
const JOIN_MS = 5_000;

export class OperationsNews implements Service {
  readonly name = 'operations news';
  private readonly listeners = new Set<NewsListener>();
  private readonly groupId: string;
  private consumer: EventConsumer | null = null;
  private joined = false;
  private startedAt = Infinity;

  constructor(private readonly options: OperationsNewsOptions) {
    this.groupId = `oms.operations.${options.instance}.${newId()}`;
  }

  /** @returns how to leave; doing so twice is harmless. */
  listen(listener: NewsListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Kafka may be away: what is news then comes when it is back. */
  start(): Promise<void> {
    const { broker, logger } = this.options;
    this.startedAt = performance.now();
    this.consumer = broker.consumer({
      groupId: this.groupId,
      topics: [TOPICS.operations],
      from: 'latest',
      handler: (records) => {
        for (const record of records) this.receive(record);
        return Promise.resolve();
      },
      onAssigned: () => {
        this.joined = true;
        for (const listener of [...this.listeners]) listener.interrupted?.();
      },
    });
    this.consumer.start().catch((error: unknown) => logger.warn({ err: error }, 'the operations topic is not followed'));
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    const consumer = this.consumer;
    this.consumer = null;
    if (!consumer) return;
    await consumer.stop();
    await this.options.broker.deleteGroup(this.groupId).catch((error: unknown) => this.options.logger.debug({ err: error }, 'the group will expire by itself'));
  }

  readiness(): Readiness {
    if (this.joined || performance.now() - this.startedAt > JOIN_MS) return { ready: true };
    return { ready: false, reason: 'the operations topic is not followed yet' };
  }

  private receive(record: IncomingRecord): void {
    try {
      const type = record.headers.ce_type?.toString('utf8');
      if (type === 'oms.errors.changed') {
        const { tenant, value } = this.decode(record, type);
        for (const listener of [...this.listeners]) listener.errorsChanged?.(tenant, value.errors);
      } else {
        const { value } = this.decode(record, 'oms.run.changed');
        for (const listener of [...this.listeners]) listener.runChanged?.(value.runId);
      }
    } catch (error) {
      if (!(error instanceof UnreadableEvent)) throw error;
      const { topic, partition, offset } = record;
      this.options.logger.warn({ topic, partition, offset, reason: error.message }, 'an operations record is skipped');
    }
  }

  private decode<T extends EventType>(record: IncomingRecord, type: T): Event<T> {
    return decodeEvent(record, type);
  }
}
