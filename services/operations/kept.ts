/** A figure that is dear to read: read again only when it is old enough, and by one reader at a time. */

export interface KeptOptions<T> {
  readonly read: () => Promise<T>;
  /** What was read is used for so long, in ms, or for 20 times as long as it took to read. */
  readonly forMs: number;
}

export class Kept<T> {
  private value: { readonly of: T; readonly until: number } | null = null;
  private reading: Promise<T> | null = null;

  constructor(private readonly options: KeptOptions<T>) {}

  /** Rejects where it must be read and cannot be. */
  get(): Promise<T> {
    if (this.value && performance.now() < this.value.until) return Promise.resolve(this.value.of);
    this.reading ??= this.readNow().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  /** The last that was read, however old; null where none was. */
  get last(): T | null {
    return this.value?.of ?? null;
  }

  private async readNow(): Promise<T> {
    const begun = performance.now();
    const of = await this.options.read();
    const now = performance.now();
    this.value = { of, until: now + Math.max(this.options.forMs, 20 * (now - begun)) };
    return of;
  }
}
