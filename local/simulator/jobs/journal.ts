/**
 * Everything that the simulator knows, as an append-only file of JSON lines. What was appended survives a kill at any moment; a line that the
 * kill tore is cut off at the next start, as if it had not happened.
 */
import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

export interface EngineMessage {
  readonly msgType: 'I' | 'W' | 'E';
  readonly msgID: string;
  readonly msgText: string;
  readonly transactionNo?: number;
}

export interface DocumentEntry {
  readonly kind: 'document';
  readonly job: number;
  readonly transactionNo: number;
  readonly requestId: string;
  readonly attempt: number;
  readonly outcome: 'rendered' | 'errored';
  readonly sha256: string | null;
  readonly file?: string;
  readonly mimeType?: string;
  readonly pageCount?: number;
  readonly sizeBytes?: number;
  readonly message?: EngineMessage;
}

export type JournalEntry =
  /** `doomed`: it is to fail as a whole once it has taken its input. */
  | { readonly kind: 'job'; readonly name: string; readonly input: string; readonly config: string; readonly at: number; readonly doomed?: true }
  /** Written before the input is renamed: after a kill the inode tells whether the rename was ours. */
  | { readonly kind: 'starting'; readonly job: number; readonly inode: number }
  | { readonly kind: 'started'; readonly job: number }
  | { readonly kind: 'counted'; readonly job: number; readonly total: number }
  | DocumentEntry
  | { readonly kind: 'ended'; readonly job: number; readonly status: EndStatus; readonly at: number; readonly messages: readonly EngineMessage[] }
  | { readonly kind: 'onDemand'; readonly requestId: string; readonly attempt: number; readonly sha256: string }
  | { readonly kind: 'appliance'; readonly status: 'AVAILABLE' | 'PAUSED' };

/** FORGOTTEN: the fault lostJob; the engine answers 404 for it and does no more work on it. */
export type EndStatus = 'FINISHED' | 'FAILED' | 'CANCELLED' | 'FORGOTTEN';

export class Journal {
  private readonly file: number;

  private constructor(path: string) {
    this.file = openSync(path, 'a');
  }

  /** Opens the journal of this folder and gives what it holds, oldest first. */
  static open(folder: string): { journal: Journal; entries: JournalEntry[] } {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'journal.ndjson');
    const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    if (whole < bytes.length) truncateSync(path, whole);
    const entries: JournalEntry[] = [];
    for (let from = 0; from < whole; ) {
      const to = bytes.indexOf(0x0a, from);
      entries.push(JSON.parse(bytes.toString('utf8', from, to)) as JournalEntry);
      from = to + 1;
    }
    return { journal: new Journal(path), entries };
  }

  append(entries: readonly JournalEntry[]): void {
    appendFileSync(this.file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  }

  close(): void {
    closeSync(this.file);
  }
}
