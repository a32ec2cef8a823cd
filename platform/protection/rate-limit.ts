/** A limit on calls per second: a token bucket that holds one second's worth, so that a burst passes and a flood is spread. */
export class RateLimit {
  private tokens: number;
  private filledAt = performance.now();
  /** Callers pass in the order in which they came. */
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly perSecond: number) {
    this.tokens = perSecond;
  }

  /** Resolves when the caller may go. */
  pass(): Promise<void> {
    this.turn = this.turn.then(() => this.take());
    return this.turn;
  }

  private async take(): Promise<void> {
    this.fill();
    if (this.tokens < 1) {
      await new Promise((resolve) => setTimeout(resolve, Math.ceil(((1 - this.tokens) / this.perSecond) * 1_000)));
      this.fill();
    }
    this.tokens -= 1;
  }

  private fill(): void {
    const now = performance.now();
    this.tokens = Math.min(this.perSecond, this.tokens + ((now - this.filledAt) / 1_000) * this.perSecond);
    this.filledAt = now;
  }
}
