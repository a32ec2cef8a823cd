/** Whether records can be sent: told by what became of the last send, and asked for once nothing is sent any more. */
import type { Readiness } from '../../platform/service';

const ASK_EVERY_MS = 1_000;
/** Whoever has something to send tries again sooner than this: then its own sends tell. */
const QUIET_MS = 3_000;

export class SendHealth {
  private failure: { readonly reason: string; readonly at: number } | null = null;
  private underWay = 0;
  private timer: NodeJS.Timeout | null = null;

  /** @param reach rejects while the broker does not answer */
  constructor(private readonly reach: () => Promise<unknown>) {}

  readiness(): Readiness {
    return this.failure ? { ready: false, reason: `nothing can be sent to Kafka: ${this.failure.reason}` } : { ready: true };
  }

  /** Sends, and remembers what became of it. */
  async watch<T>(send: () => Promise<T>): Promise<T> {
    this.underWay += 1;
    try {
      const sent = await send();
      this.recover();
      return sent;
    } catch (error) {
      this.failure = { reason: (error as Error).message, at: performance.now() };
      this.timer ??= setInterval(() => void this.ask(), ASK_EVERY_MS).unref();
      throw error;
    } finally {
      this.underWay -= 1;
    }
  }

  stop(): void {
    this.recover();
  }

  private recover(): void {
    this.failure = null;
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  private async ask(): Promise<void> {
    const asked = this.failure;
    if (!asked || this.underWay > 0 || performance.now() - asked.at < QUIET_MS) return;
    const answered = await this.reach().then(
      () => true,
      () => false,
    );
    // A send that failed meanwhile knows better.
    if (answered && this.failure === asked && this.underWay === 0) this.recover();
  }
}
