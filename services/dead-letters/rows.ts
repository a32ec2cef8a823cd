/** Dead letters as the table has them, and as people see them. */

/** How much of a value the table keeps; what is larger stands whole on the shelf. */
export const PREVIEW_BYTES = 8 * 1024;

export interface DeadLetterRow {
  readonly id: string;
  /** When it was put on the dead-letter topic. */
  readonly at: Date;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly reason: string;
  readonly key: string | null;
  readonly headers: Record<string, string>;
  readonly sizeBytes: number;
  readonly text: string | null;
  readonly base64: string;
  readonly requestId: string | null;
  readonly replayedAt: Date | null;
  readonly replayedBy: string | null;
}

/** Columns of `dead_letters d` as `StoredRow`. */
export const COLUMNS = `d.id, d.at, d.topic, d.partition, d."offset", d.reason, d.key, d.headers, d.size_bytes AS "sizeBytes", d.preview,
  d.request_id AS "requestId", d.replayed_at AS "replayedAt", d.replayed_by AS "replayedBy"`;

export interface StoredRow {
  readonly id: string;
  readonly at: Date;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly reason: string;
  readonly key: Buffer | null;
  /** Name and base64 of each. */
  readonly headers: readonly (readonly [string, string])[];
  readonly sizeBytes: number;
  readonly preview: Buffer | null;
  readonly requestId: string | null;
  readonly replayedAt: Date | null;
  readonly replayedBy: string | null;
}

/** For people: bytes as text where they are text. */
export function asSeen(stored: StoredRow): DeadLetterRow {
  const { preview, sizeBytes } = stored;
  return {
    id: stored.id,
    at: stored.at,
    topic: stored.topic,
    partition: stored.partition,
    offset: String(stored.offset),
    reason: stored.reason,
    key: stored.key && readable(stored.key),
    headers: Object.fromEntries(stored.headers.map(([name, bytes]) => [name, readable(Buffer.from(bytes, 'base64'))])),
    sizeBytes,
    text: preview && textOf(preview, preview.length < sizeBytes),
    base64: preview?.toString('base64') ?? '',
    requestId: stored.requestId,
    replayedAt: stored.replayedAt,
    replayedBy: stored.replayedBy,
  };
}

/** Text as it is, anything else in base64. */
export function readable(bytes: Buffer): string {
  return textOf(bytes, false) ?? `base64:${bytes.toString('base64')}`;
}

/** @param cut the bytes may end in the middle of a character. */
function textOf(bytes: Buffer, cut: boolean): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: cut });
    return /[\0-\x08\x0e-\x1f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}
