/** How much waits in the outbox, and refusal of new work beyond a limit: what keeps an outage of the broker from filling the database. */
import type { Sequelize } from 'sequelize';
import { CodedError } from '../../domain/user-errors';
import { outboxPending } from '../../events/outbox';
import { gauge } from '../../platform/metrics';
import type { Readiness, Service } from '../../platform/service';

const RETRY_AFTER_SECONDS = 5;
const pendingGauge = gauge('oms_outbox_pending', 'Events that wait to be published: newest minus oldest pending outbox id');

export class OutboxGauge implements Service {
  readonly name = 'outbox gauge';
  private pending = 0;
  private fault: string | null = 'the outbox has not been read yet';
  private timer: NodeJS.Timeout | null = null;
  private sampling: Promise<void> | null = null;

  /** Samples every `everyMs` (1 s). */
  constructor(private readonly options: { database: Sequelize; maxPending: number; everyMs?: number }) {}

  async start(): Promise<void> {
    this.timer = setInterval(() => void this.sample(), this.options.everyMs ?? 1_000);
    await this.sample();
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.sampling;
  }

  readiness(): Readiness {
    return this.fault === null ? { ready: true } : { ready: false, reason: this.fault };
  }

  /** Throws SERVICE_UNAVAILABLE while more waits than may. Where the outbox cannot be read the last figure counts. */
  refuse(): void {
    if (this.pending <= this.options.maxPending) return;
    throw new CodedError(
      'SERVICE_UNAVAILABLE',
      'Accepted requests wait for the message broker and no more can be taken at the moment. Try again later.',
      RETRY_AFTER_SECONDS,
    );
  }

  private sample(): Promise<void> {
    this.sampling ??= this.read().finally(() => {
      this.sampling = null;
    });
    return this.sampling;
  }

  private async read(): Promise<void> {
    try {
      this.pending = await outboxPending(this.options.database);
      pendingGauge.set(this.pending);
      this.fault = null;
    } catch {
      this.fault = 'the outbox cannot be read: the database does not answer';
    }
  }
}
