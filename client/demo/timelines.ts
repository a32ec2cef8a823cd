/** What the subscription showed of each request, and what the demo knows of its submit. */
import type { DocumentStatus, StatusEvent } from '..';

interface Timeline {
  status: DocumentStatus | null;
  lastSequence: number;
  /** A sequence number was left out. */
  hole: boolean;
  final: boolean;
  finalAtMs: number | null;
}

interface Submit {
  readonly sentMs: number;
  readonly acceptedMs: number;
}

/** Times are of the monotonic clock, in ms. */
export class Timelines {
  /** Of everything that the feed showed: an event may be faster than the answer that names its request. */
  private readonly seen = new Map<string, Timeline>();
  private readonly submits = new Map<string, Submit>();
  private readonly finalOnes = new Set<string>();
  private complete = false;
  private announceAllFinal: () => void = () => undefined;
  private readonly everythingFinal = new Promise<void>((resolve) => (this.announceAllFinal = resolve));

  /** Reads the feed until it ends. */
  async follow(feed: AsyncIterable<StatusEvent>): Promise<void> {
    for await (const event of feed) this.record(event);
  }

  /** These requests, submitted at `sentMs`, were accepted just now. */
  expect(ids: readonly string[], sentMs: number): void {
    const acceptedMs = performance.now();
    for (const id of ids) {
      this.submits.set(id, { sentMs, acceptedMs });
      if (this.seen.get(id)?.final) this.finalOnes.add(id);
    }
  }

  /** Everything has been submitted. */
  expectNoMore(): void {
    this.complete = true;
    this.lookWhetherAllIsFinal();
  }

  /** Resolves when each expected request has shown a final status. */
  allFinal(): Promise<void> {
    return this.everythingFinal;
  }

  requestIds(): ReadonlySet<string> {
    return new Set(this.submits.keys());
  }

  completedIds(): string[] {
    return [...this.submits.keys()].filter((id) => this.seen.get(id)?.status === 'COMPLETED');
  }

  /** How many expected requests stand at each status; those that the feed has not shown yet are ACCEPTED. */
  counts(): Record<DocumentStatus, number> {
    const counts = { ACCEPTED: 0, PROCESSING: 0, GENERATING: 0, RETRY_SCHEDULED: 0, COMPLETED: 0, FAILED: 0, CANCELLED: 0 };
    for (const id of this.submits.keys()) counts[this.seen.get(id)?.status ?? 'ACCEPTED'] += 1;
    return counts;
  }

  /** Expected requests whose timeline has a hole, or never showed. */
  gaps(): number {
    return [...this.submits.keys()].filter((id) => this.seen.get(id)?.hole ?? true).length;
  }

  /** From sending the call to its answer, for each request. */
  acceptTimesMs(): number[] {
    return [...this.submits.values()].map(({ sentMs, acceptedMs }) => acceptedMs - sentMs);
  }

  /** From sending the call to the final status on the subscription. */
  finalTimesMs(): number[] {
    return [...this.submits].flatMap(([id, { sentMs }]) => {
      const finalAtMs = this.seen.get(id)?.finalAtMs;
      return finalAtMs ? [finalAtMs - sentMs] : [];
    });
  }

  /** When the last final status came; null where none did. */
  lastFinalMs(): number | null {
    const times = [...this.submits.keys()].flatMap((id) => this.seen.get(id)?.finalAtMs ?? []);
    return times.length > 0 ? times.reduce((latest, time) => Math.max(latest, time)) : null;
  }

  private record(event: StatusEvent): void {
    const timeline = this.seen.get(event.requestId) ?? { status: null, lastSequence: 0, hole: false, final: false, finalAtMs: null };
    this.seen.set(event.requestId, timeline);
    if (event.sequence <= timeline.lastSequence) return;
    if (event.sequence !== timeline.lastSequence + 1) timeline.hole = true;
    timeline.lastSequence = event.sequence;
    timeline.status = event.status;
    timeline.final = event.final;
    if (!event.final) return;
    timeline.finalAtMs = performance.now();
    if (this.submits.has(event.requestId)) this.finalOnes.add(event.requestId);
    this.lookWhetherAllIsFinal();
  }

  private lookWhetherAllIsFinal(): void {
    if (this.complete && this.finalOnes.size === this.submits.size) this.announceAllFinal();
  }
}
