/** Works through jobs, a few at a time: takes the input, renders its documents in their order, ends the job. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Appliance } from '../appliance';
import type { Faults, Hit } from '../faults';
import { copiedPath, copyInput, inodeOf, takeInput, takenPath } from './input-file';
import type { Job, JobBook } from './job-book';
import { JobEnding } from './job-ending';
import type { DocumentEntry, EngineMessage } from './journal';
import type { OutputFolder } from './output-folder';
import type { Random } from '../random';
import type { Render, Rendered } from '../rendering';
import { readTransactions, type TransactionDocument } from './transaction-file';
import { hang, wait } from '../waiting';

export interface RunnerParts {
  readonly book: JobBook;
  readonly faults: Faults;
  readonly appliance: Appliance;
  readonly random: Random;
  readonly render: Render;
  readonly output: OutputFolder;
  readonly renderMs: number;
  readonly concurrency: number;
  /** False plays an engine that only reads its input. */
  readonly takesInput: boolean;
}

/** How long it renders before it lets others have the event loop. */
const SLICE_MS = 5;
const DEFAULT_DELAY_MS = 1_000;

export class JobRunner {
  private readonly queue: Job[] = [];
  private readonly running = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly ending: JobEnding;

  constructor(private readonly parts: RunnerParts) {
    this.ending = new JobEnding({ ...parts, signal: this.stopping.signal });
  }

  /** Goes on with what the journal says was waiting or under way. */
  resume(): void {
    for (const job of this.parts.book.jobs()) {
      if (job.status === 'QUEUED' && job.startingInode !== null && inodeOf(takenPath(job.input)) === job.startingInode) {
        this.parts.book.record({ kind: 'started', job: job.id });
      }
      if (job.endedAt === null) this.queue.push(job);
    }
    this.pump();
  }

  enqueue(job: Job, afterMs = 0): void {
    if (afterMs > 0) setTimeout(() => this.enqueue(job), afterMs).unref();
    else {
      this.queue.push(job);
      this.pump();
    }
  }

  /** Leaves jobs where they are; the next start goes on with them. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  private pump(): void {
    while (!this.stopping.signal.aborted && this.running.size < this.parts.concurrency) {
      const job = this.queue.shift();
      if (!job) return;
      const run = this.run(job).finally(() => {
        this.running.delete(run);
        this.pump();
      });
      this.running.add(run);
    }
  }

  private async run(job: Job): Promise<void> {
    try {
      await this.parts.appliance.whenAvailable(this.stopping.signal);
      if (job.status === 'QUEUED') this.begin(job);
      const documents = this.documentsOf(job);
      if (documents && (await this.renderAll(job, documents))) await this.ending.finish(job);
    } catch (error) {
      if (this.stopping.signal.aborted) return;
      this.fail(job, 'ENGINE_ERROR', (error as Error).message);
    }
  }

  private fail(job: Job, msgID: string, msgText: string): void {
    this.parts.book.end(job, 'FAILED', [{ msgType: 'E', msgID, msgText }]);
  }

  /** One synchronous step, so that at most one job stands between its two entries when the process is killed. */
  private begin(job: Job): void {
    const inode = inodeOf(job.input);
    if (inode !== null) this.parts.book.record({ kind: 'starting', job: job.id, inode });
    if (inode !== null && (this.parts.takesInput ? takeInput : copyInput)(job.input)) this.parts.book.record({ kind: 'started', job: job.id });
    else this.fail(job, 'INPUT_NOT_FOUND', 'The input of the job is not there.');
  }

  private documentsOf(job: Job): TransactionDocument[] | null {
    if (job.status !== 'RUNNING') return null;
    if (job.doomed) {
      this.fail(job, 'JOB_ERRORED', 'The job failed as a whole.');
      return null;
    }
    const documents = readTransactions(readFileSync((this.parts.takesInput ? takenPath : copiedPath)(job.input), 'utf8'));
    if ('fault' in documents) {
      this.fail(job, 'INPUT_INVALID', documents.fault);
      return null;
    }
    if (job.total === 0) this.parts.book.record({ kind: 'counted', job: job.id, total: documents.length });
    this.parts.output.prepare(job);
    return documents;
  }

  /** @returns false where the job ended meanwhile. */
  private async renderAll(job: Job, documents: readonly TransactionDocument[]): Promise<boolean> {
    const { signal } = this.stopping;
    const { book } = this.parts;
    const first = job.documents.length;
    const began = performance.now();
    const timePerDocument = this.parts.random.duration(this.parts.renderMs) / documents.length;
    let sliceBegan = began;
    let done: DocumentEntry[] = [];
    const flush = (): void => {
      book.record(...done);
      done = [];
    };
    try {
      for (const [index, document] of documents.slice(first).entries()) {
        await this.parts.appliance.whenAvailable(signal);
        const hit = this.parts.faults.draw('render');
        if (hit) flush();
        const entry = await this.renderOne(job, document, hit);
        if (entry) done.push(entry);
        const ahead = began + timePerDocument * (index + 1) - performance.now();
        if (ahead >= 1) {
          flush();
          await wait(ahead, signal);
        } else if (performance.now() - sliceBegan > SLICE_MS) {
          flush();
          await nextTurn(undefined, { signal });
          sliceBegan = performance.now();
        }
        if (job.status !== 'RUNNING') return false;
      }
    } finally {
      flush();
    }
    return true;
  }

  /** @returns null where the job ended before the document was rendered. */
  private async renderOne(job: Job, document: TransactionDocument, hit: Hit | null): Promise<DocumentEntry | null> {
    const { appliance, book, faults } = this.parts;
    const { signal } = this.stopping;
    const { transactionNo, requestId, attempt } = document;
    const entry = { kind: 'document', job: job.id, transactionNo, requestId, attempt } as const;
    const errored = (msgID: string, msgText: string): DocumentEntry => {
      const message: EngineMessage = { msgType: 'E', msgID, msgText, transactionNo };
      return { ...entry, outcome: 'errored', sha256: null, message };
    };
    if (hit?.fault === 'delay' || hit?.fault === 'late') await wait(hit.ms ?? DEFAULT_DELAY_MS, signal);
    else if (hit?.fault === 'hang') await hang(faults, hit.ms, signal);
    else if (hit?.fault === 'lostJob') book.end(job, 'FORGOTTEN');
    else if (hit?.fault === 'paused') {
      appliance.pauseByFault(hit.ms);
      await appliance.whenAvailable(signal);
    } else if (hit?.fault === 'errored') return errored('RENDER_ERROR', 'The document could not be rendered.');
    else if (hit?.fault === 'status') return errored(`RENDERER_${hit.status}`, `The renderer answered ${hit.status}.`);
    if (job.status !== 'RUNNING') return null;

    let rendered: Rendered;
    try {
      rendered = await this.parts.render(document);
      if (hit?.fault === 'cut') rendered = await this.parts.render(document);
    } catch (error) {
      return errored('RENDER_ERROR', `The document could not be rendered: ${(error as Error).message}`);
    }
    const bytes = hit?.fault === 'garbage' ? Buffer.from('This is no document.') : rendered.bytes;
    const file = `${String(transactionNo).padStart(6, '0')}.${rendered.extension}`;
    if (hit?.fault === 'workThenCut') this.parts.output.write(job, file, bytes);
    this.parts.output.write(job, file, hit?.fault === 'truncated' ? bytes.subarray(0, bytes.length >> 1) : bytes);
    return {
      ...entry,
      outcome: 'rendered',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      file,
      mimeType: rendered.mimeType,
      pageCount: rendered.pageCount,
      sizeBytes: bytes.length,
    };
  }
}
