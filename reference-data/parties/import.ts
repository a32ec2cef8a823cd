/** Imports parties from NDJSON of any length: batch by batch, each in its own transaction, so that memory stays constant. */
import { faultsOf } from '../http/body';
import type { Fault } from '../http/problems';
import { partyLine, type PartyContent } from './content';
import { linesOf } from './ndjson';
import type { Parties } from './parties';

const BATCH = 500;
const MAX_LINE_BYTES = 256 * 1024;
const MAX_FAULTY_LINES = 100;
const MAX_FAULTS_PER_LINE = 10;

type PartyOfLine = PartyContent & { id: string };

export interface FaultyLine {
  /** From 1, blank lines counted. */
  readonly line: number;
  readonly faults: readonly Fault[];
}

export interface ImportResult {
  /** Lines that were not blank: created + updated + unchanged + faulty. */
  readonly lines: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly faulty: number;
  /** The first 100 of the faulty ones. */
  readonly faultyLines: readonly FaultyLine[];
}

/** Stores every line that is a party, and reports the others. Rejects where the stream breaks off or Postgres is away: what was stored stays. */
export async function importStream(
  parties: Pick<Parties, 'take'>,
  by: { tenant: string; actor: string },
  stream: AsyncIterable<Buffer>,
): Promise<ImportResult> {
  const counts = { lines: 0, created: 0, updated: 0, unchanged: 0, faulty: 0 };
  const faultyLines: FaultyLine[] = [];
  const batch = new Map<string, PartyOfLine>();
  const flush = async () => {
    if (batch.size === 0) return;
    const stored = await parties.take(by, [...batch.values()]);
    counts.created += stored.created;
    counts.updated += stored.updated;
    counts.unchanged += batch.size - stored.created - stored.updated;
    batch.clear();
  };
  for await (const { number, bytes } of linesOf(stream, MAX_LINE_BYTES)) {
    const read = bytes ? readLine(bytes) : [{ pointer: '', message: 'is longer than 256 KiB' }];
    if (read === null) continue;
    counts.lines += 1;
    if (Array.isArray(read)) {
      counts.faulty += 1;
      if (faultyLines.length < MAX_FAULTY_LINES) faultyLines.push({ line: number, faults: read.slice(0, MAX_FAULTS_PER_LINE) });
      continue;
    }
    // A later line about the same party is a change of its own.
    if (batch.size >= BATCH || batch.has(read.id)) await flush();
    batch.set(read.id, read);
  }
  await flush();
  return { ...counts, faultyLines };
}

/** The line's party, its faults, or null for a blank line. */
function readLine(bytes: Buffer): PartyOfLine | Fault[] | null {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return [{ pointer: '', message: 'is not UTF-8' }];
  }
  if (text.trim() === '') return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [{ pointer: '', message: 'is not JSON' }];
  }
  const parsed = partyLine.safeParse(json);
  return parsed.success ? parsed.data : faultsOf(parsed.error);
}
