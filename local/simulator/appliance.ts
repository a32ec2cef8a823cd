/** The engine's appliance: while it is paused no job begins, goes on or ends. Its state is in the journal. */
import { EventEmitter, once } from 'node:events';
import type { Faults } from './faults';
import type { JobBook } from './jobs/job-book';

export class Appliance {
  private readonly changes = new EventEmitter().setMaxListeners(0);

  constructor(
    private readonly book: JobBook,
    private readonly faults: Faults,
  ) {}

  get status(): 'AVAILABLE' | 'PAUSED' {
    return this.book.applianceStatus;
  }

  pause(): void {
    if (this.status !== 'PAUSED') this.book.record({ kind: 'appliance', status: 'PAUSED' });
  }

  resume(): void {
    if (this.status !== 'AVAILABLE') this.book.record({ kind: 'appliance', status: 'AVAILABLE' });
    this.changes.emit('available');
  }

  /** Pauses until it is resumed, the faults are cleared, or `ms` have passed. */
  pauseByFault(ms: number | undefined): void {
    this.pause();
    const takeBack = this.faults.onceCleared(() => this.resume());
    const timer = ms === undefined ? undefined : setTimeout(() => this.resume(), ms).unref();
    this.changes.once('available', () => {
      takeBack();
      clearTimeout(timer);
    });
  }

  /** Resolves when it is not paused. Rejects when `signal` is aborted. */
  async whenAvailable(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    while (this.status === 'PAUSED') await once(this.changes, 'available', { signal });
  }
}
