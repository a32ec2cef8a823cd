/** The end of a job whose documents are all rendered: the manifest, then FINISHED, and what the faults of `manifest` make of that. */
import type { Appliance } from '../appliance';
import type { Faults, Hit } from '../faults';
import type { Job, JobBook } from './job-book';
import type { OutputFolder } from './output-folder';
import { hang, wait } from '../waiting';

export interface EndingParts {
  readonly book: JobBook;
  readonly faults: Faults;
  readonly appliance: Appliance;
  readonly output: OutputFolder;
  readonly signal: AbortSignal;
}

const DEFAULT_MS = 1_000;

export class JobEnding {
  constructor(private readonly parts: EndingParts) {}

  /** Resolves when the job has ended; does nothing more for one that was cancelled or forgotten meanwhile. */
  async finish(job: Job): Promise<void> {
    const { appliance, book, faults, output, signal } = this.parts;
    await appliance.whenAvailable(signal);
    const hit = faults.draw('manifest');
    if (hit && !(await this.fault(job, hit))) return;
    if (job.status !== 'RUNNING') return;
    output.writeManifest(job);
    book.end(job, 'FINISHED');
  }

  /** @returns true where the job then ends as it should. */
  private async fault(job: Job, hit: Hit): Promise<boolean> {
    const { appliance, book, faults, output, signal } = this.parts;
    const ms = hit.ms ?? DEFAULT_MS;
    const fail = (msgID: string, msgText: string): void => book.end(job, 'FAILED', [{ msgType: 'E', msgID, msgText }]);
    switch (hit.fault) {
      case 'delay':
        await wait(ms, signal);
        return true;
      case 'hang':
        await hang(faults, hit.ms, signal);
        return true;
      case 'paused':
        appliance.pauseByFault(hit.ms);
        await appliance.whenAvailable(signal);
        return true;
      case 'workThenCut':
        output.writeManifest(job);
        await wait(ms, signal);
        return true;
      case 'errored':
        fail('JOB_ERRORED', 'The job failed as a whole after rendering.');
        return false;
      case 'status':
        fail(`ARCHIVE_${hit.status}`, `The archive answered ${hit.status}.`);
        return false;
      case 'lostJob':
        book.end(job, 'FORGOTTEN');
        return false;
      case 'cut':
        book.end(job, 'FINISHED');
        return false;
      case 'late':
        book.end(job, 'FINISHED');
        this.makeWholeAfter(job, ms);
        return false;
      case 'garbage':
      case 'truncated':
        output.writeManifest(job, (bytes) => (hit.fault === 'garbage' ? Buffer.from('<html>busy</html>') : bytes.subarray(0, bytes.length >> 1)));
        book.end(job, 'FINISHED');
        if (ms > 0) this.makeWholeAfter(job, ms);
        return false;
    }
  }

  private makeWholeAfter(job: Job, ms: number): void {
    setTimeout(() => this.parts.output.writeManifest(job), ms).unref();
  }
}
