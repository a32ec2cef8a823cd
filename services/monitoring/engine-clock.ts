/** The clock of deadlines: it runs only while the engine is in reach and its appliance AVAILABLE, as far as this process sees. */
import type { Circuit } from '../ports/circuit';
import { EngineCallFailed, type DocumentEngine } from '../ports/document-engine';

/** The appliance is asked no more often than this, in ms, however many batches are polled. */
const ASK_EVERY_MS = 1_000;

export class EngineClock {
  private availableSince: number | null = performance.now();
  private askedAt = -Infinity;
  private asking: Promise<void> | null = null;

  constructor(
    private readonly engine: DocumentEngine,
    private readonly circuit: Circuit,
  ) {}

  /** How much of the last `sinceMs` counts, in ms. */
  async countedMs(sinceMs: number): Promise<number> {
    if (performance.now() - this.askedAt > ASK_EVERY_MS) {
      this.asking ??= this.ask().finally(() => {
        this.asking = null;
      });
      await this.asking;
    }
    if (this.availableSince === null) return 0;
    return Math.round(Math.max(0, Math.min(sinceMs, this.circuit.closedForMs(), performance.now() - this.availableSince)));
  }

  private async ask(): Promise<void> {
    const available = await this.engine.isAvailable().catch((error: unknown) => {
      if (!(error instanceof EngineCallFailed)) throw error;
      return false;
    });
    this.askedAt = performance.now();
    if (!available) this.availableSince = null;
    else this.availableSince ??= this.askedAt;
  }
}
