/** submissionProgress: says when a submission's counts may have changed, at a bounded rate that all its subscribers share. */
import { isId } from '../../domain/ids';
import { CodedError } from '../../domain/user-errors';
import { row, rows } from '../../models/database';
import type { FollowContext } from './context';

const RETRY_MS = 1_000;

/** One subscriber: told that there is something new, however often it happened meanwhile. */
class Ticket {
  private told = false;
  private isFinal = false;
  private left = false;
  private wake: (() => void) | null = null;

  tell(final: boolean): void {
    this.told = true;
    this.isFinal ||= final;
    this.wake?.();
  }

  leave(): void {
    this.left = true;
    this.wake?.();
  }

  /** Waits for news. Null: it has left. */
  async next(): Promise<{ final: boolean } | null> {
    if (!this.told && !this.left) {
      await new Promise<void>((resolve) => (this.wake = resolve));
      this.wake = null;
    }
    if (this.left) return null;
    this.told = false;
    return { final: this.isFinal };
  }
}

/** One submission in one gateway, for as long as somebody follows it. */
class Watch {
  private readonly tickets = new Set<Ticket>();
  private newcomers = new Set<Ticket>();
  private changed = false;
  private timer: NodeJS.Timeout | null = null;
  private looking = false;
  private lookedAt = -Infinity;
  private detach: (() => void) | null = null;

  constructor(
    private readonly context: FollowContext,
    private readonly id: string,
    private readonly intervalMs: number,
    private readonly onEmpty: () => void,
  ) {
    this.attach();
  }

  join(): Ticket {
    const ticket = new Ticket();
    this.tickets.add(ticket);
    this.newcomers.add(ticket);
    this.schedule();
    return ticket;
  }

  leave(ticket: Ticket): void {
    ticket.leave();
    this.newcomers.delete(ticket);
    if (!this.tickets.delete(ticket) || this.tickets.size > 0) return;
    if (this.timer) clearTimeout(this.timer);
    this.detach?.();
    this.onEmpty();
  }

  private attach(): void {
    const change = () => {
      this.changed = true;
      this.schedule();
    };
    this.detach = this.context.tail.hub.attach({ submission: this.id }, { accept: change, interrupt: change });
  }

  private schedule(delay = Math.max(0, this.lookedAt + this.intervalMs - performance.now())): void {
    if (this.timer || this.looking || this.tickets.size === 0) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.look();
    }, delay);
  }

  private async look(): Promise<void> {
    this.looking = true;
    this.lookedAt = performance.now();
    const wasChanged = this.changed;
    const newcomers = this.newcomers;
    this.changed = false;
    this.newcomers = new Set();
    try {
      const final = await isSubmissionFinal(this.context, this.id);
      for (const ticket of wasChanged || final ? this.tickets : newcomers) ticket.tell(final);
      this.looking = false;
      if (this.changed || this.newcomers.size > 0) this.schedule();
    } catch {
      // Nobody was told, so all of it is still to be done when the database is back.
      this.changed ||= wasChanged;
      for (const ticket of newcomers) if (this.tickets.has(ticket)) this.newcomers.add(ticket);
      this.looking = false;
      this.schedule(RETRY_MS);
    }
  }
}

export class SubmissionWatches {
  private readonly watches = new Map<string, Watch>();
  private readonly intervalMs: number;

  constructor(
    private readonly context: FollowContext,
    perSecond: number,
  ) {
    this.intervalMs = 1_000 / perSecond;
  }

  /**
   * Yields the submission's id at once and whenever its counts may have changed, the last change always included; ends when all of it is final.
   * Rejects with NOT_FOUND before anything is yielded where it is not one of `scope`.
   */
  async *follow(scope: string | null, id: string, signal: AbortSignal): AsyncGenerator<string, void, undefined> {
    const submissionId = id.toLowerCase();
    if (!isId(submissionId)) throw notFound(id);
    const [submission] = await this.context.read(signal, () =>
      rows<{ tenant: string }>(this.context.database, 'SELECT tenant FROM submissions WHERE id = $1', [submissionId]),
    );
    if (!submission || (scope !== null && submission.tenant !== scope)) throw notFound(id);
    if (signal.aborted) return;
    const watch = this.watchOf(submissionId);
    const ticket = watch.join();
    const leave = () => watch.leave(ticket);
    signal.addEventListener('abort', leave, { once: true });
    try {
      for (let news = await ticket.next(); news; news = await ticket.next()) {
        yield submissionId;
        if (news.final) return;
      }
    } finally {
      signal.removeEventListener('abort', leave);
      leave();
    }
  }

  private watchOf(id: string): Watch {
    const existing = this.watches.get(id);
    if (existing) return existing;
    const watch = new Watch(this.context, id, this.intervalMs, () => this.watches.delete(id));
    this.watches.set(id, watch);
    return watch;
  }
}

async function isSubmissionFinal({ database }: FollowContext, id: string): Promise<boolean> {
  const { final } = await row<{ final: boolean }>(
    database,
    `SELECT NOT EXISTS (SELECT 1 FROM document_requests WHERE submission_id = $1
                           AND status IN ('ACCEPTED','PROCESSING','GENERATING','RETRY_SCHEDULED')) AS final`,
    [id],
  );
  return final;
}

function notFound(id: string): CodedError {
  return new CodedError('NOT_FOUND', `there is no submission ${id.slice(0, 100)}`);
}
