/** What a job leaves for its asker: out/<job name>/ with the rendered files and, last, the manifest. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job, RenderRecord } from './job-book';

export class OutputFolder {
  constructor(private readonly transferDir: string) {}

  /** Makes the folder of a job that begins or goes on. */
  prepare(job: Job): void {
    mkdirSync(join(this.transferDir, 'out', job.name), { recursive: true });
  }

  /** Small files: writing them at once costs less than handing them to the thread pool. */
  write(job: Job, file: string, bytes: Buffer): void {
    writeFileSync(join(this.transferDir, 'out', job.name, file), bytes);
  }

  /** Puts the manifest in place in one step. `spoil` may change its bytes first. */
  writeManifest(job: Job, spoil: (bytes: Buffer) => Buffer = (bytes) => bytes): void {
    const folder = join(this.transferDir, 'out', job.name);
    const manifest = { jobName: job.name, jobId: String(job.id), transactions: job.documents.map(transaction) };
    const temporary = join(folder, 'manifest.json.tmp');
    writeFileSync(temporary, spoil(Buffer.from(JSON.stringify(manifest))));
    renameSync(temporary, join(folder, 'manifest.json'));
  }
}

function transaction(record: RenderRecord): object {
  const { transactionNo } = record;
  if (record.outcome === 'errored') return { transactionNo, ok: false, messages: record.message ? [record.message] : [] };
  const { file, mimeType, pageCount, sizeBytes } = record;
  return { transactionNo, ok: true, file, mimeType, pageCount, sizeBytes, messages: [] };
}
