/**
 * Jobs, ledger and appliance as they stand: the journal, applied. Each entry has a number, 1, 2, 3 …; a job's id is the number of the entry
 * that made it, so one `since` covers jobs and renders alike.
 */
import { Journal, type DocumentEntry, type EndStatus, type EngineMessage, type JournalEntry } from './journal';

export interface RenderRecord extends Omit<DocumentEntry, 'kind' | 'job'> {
  readonly id: number;
}

export interface Job {
  readonly id: number;
  readonly name: string;
  readonly input: string;
  readonly config: string;
  readonly createdAt: number;
  readonly doomed: boolean;
  status: 'QUEUED' | 'RUNNING' | EndStatus;
  startingInode: number | null;
  total: number;
  errored: number;
  endedAt: number | null;
  messages: readonly EngineMessage[];
  /** In the order of the transaction file: the next one to render is number `documents.length`. */
  readonly documents: RenderRecord[];
  /** The number of the last entry about it. */
  changedBy: number;
}

export interface OnDemandRecord {
  readonly id: number;
  readonly requestId: string;
  readonly attempt: number;
  readonly sha256: string;
}

export class JobBook {
  readonly onDemand: OnDemandRecord[] = [];
  applianceStatus: 'AVAILABLE' | 'PAUSED' = 'AVAILABLE';
  private readonly jobsById = new Map<number, Job>();
  private readonly jobsByName = new Map<string, Job[]>();
  private last = 0;

  private constructor(private readonly journal: Journal) {}

  static open(folder: string): JobBook {
    const { journal, entries } = Journal.open(folder);
    const book = new JobBook(journal);
    for (const entry of entries) book.apply(entry);
    return book;
  }

  /** The number of the newest entry. */
  get lastId(): number {
    return this.last;
  }

  /** Writes entries to disk, then lets them count. */
  record(...entries: JournalEntry[]): void {
    if (entries.length === 0) return;
    this.journal.append(entries);
    for (const entry of entries) this.apply(entry);
  }

  createJob(job: { name: string; input: string; config: string; doomed: boolean }): Job {
    const { doomed, ...rest } = job;
    this.record({ kind: 'job', ...rest, at: Date.now(), ...(doomed ? { doomed: true as const } : {}) });
    return this.known(this.last);
  }

  /** Ends a job, unless it has ended already: the first end stands. */
  end(job: Job, status: EndStatus, messages: readonly EngineMessage[] = []): void {
    if (job.endedAt !== null && status !== 'FORGOTTEN') return;
    this.record({ kind: 'ended', job: job.id, status, at: Date.now(), messages });
  }

  job(id: number): Job | undefined {
    return this.jobsById.get(id);
  }

  jobs(): IterableIterator<Job> {
    return this.jobsById.values();
  }

  named(name: string): readonly Job[] {
    return this.jobsByName.get(name) ?? [];
  }

  close(): void {
    this.journal.close();
  }

  private known(id: number): Job {
    const job = this.jobsById.get(id);
    if (!job) throw new Error(`the journal speaks of job ${id} and does not hold it`);
    return job;
  }

  private apply(entry: JournalEntry): void {
    this.last += 1;
    if (entry.kind === 'job') this.add(this.last, entry);
    else if (entry.kind === 'onDemand') {
      const { kind: _, ...record } = entry;
      this.onDemand.push({ id: this.last, ...record });
    } else if (entry.kind === 'appliance') this.applianceStatus = entry.status;
    else this.change(this.known(entry.job), entry);
  }

  private add(id: number, entry: Extract<JournalEntry, { kind: 'job' }>): void {
    const job: Job = {
      id,
      name: entry.name,
      input: entry.input,
      config: entry.config,
      createdAt: entry.at,
      doomed: entry.doomed ?? false,
      status: 'QUEUED',
      startingInode: null,
      total: 0,
      errored: 0,
      endedAt: null,
      messages: [],
      documents: [],
      changedBy: id,
    };
    this.jobsById.set(id, job);
    const same = this.jobsByName.get(job.name);
    if (same) same.push(job);
    else this.jobsByName.set(job.name, [job]);
  }

  private change(job: Job, entry: Exclude<JournalEntry, { kind: 'job' | 'onDemand' | 'appliance' }>): void {
    job.changedBy = this.last;
    if (entry.kind === 'starting') job.startingInode = entry.inode;
    else if (entry.kind === 'started') job.status = 'RUNNING';
    else if (entry.kind === 'counted') job.total = entry.total;
    else if (entry.kind === 'document') {
      const { kind: _, job: __, ...record } = entry;
      job.documents.push({ id: this.last, ...record });
      if (entry.outcome === 'errored') job.errored += 1;
    } else {
      job.status = entry.status;
      job.endedAt = entry.at;
      job.messages = entry.messages;
    }
  }
}
