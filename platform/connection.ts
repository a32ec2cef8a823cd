/** Something outside that may be away when a process starts: connecting goes on in the background until it works. */
import type { Logger } from './logging';
import type { Readiness, Service } from './service';

export interface ConnectionOptions {
  readonly name: string;
  readonly connect: () => Promise<void>;
  readonly disconnect: () => Promise<void>;
  /** How it is once it was connected; absent: it counts as good. */
  readonly state?: () => Readiness;
  readonly logger: Logger;
  /** A process that can do its part without it is ready all the same. */
  readonly needed: boolean;
}

const RETRY_FIRST_MS = 250;
const RETRY_MAX_MS = 5_000;

/** `start()` resolves after the first try, whatever came of it. */
export class BackgroundConnection implements Service {
  private connected = false;
  private stopped = false;
  private timer: NodeJS.Timeout | null = null;
  private tries = 0;

  constructor(private readonly options: ConnectionOptions) {}

  get name(): string {
    return this.options.name;
  }

  async start(): Promise<void> {
    try {
      await this.options.connect();
      this.connected = true;
    } catch (error) {
      const delay = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.tries++);
      this.options.logger.warn({ connection: this.options.name, delay, reason: (error as Error).message }, 'not connected yet');
      if (!this.stopped) this.timer = setTimeout(() => void this.start(), delay);
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.options.disconnect();
  }

  readiness(): Readiness {
    const { needed, state } = this.options;
    if (!needed) return { ready: true };
    return this.connected ? (state?.() ?? { ready: true }) : { ready: false, reason: 'not connected yet' };
  }
}
