/**
 * Where finished documents are kept. Includes storing, streaming back and clearing up; leaves out links and retention.
 * Today a shared folder (adapters/output-store), later an object store.
 */
import type { Readable } from 'node:stream';

export interface StoredOutput {
  /** `<request id>/<sha256>`: the same bytes for the same request always have the same key. */
  readonly key: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

export interface OutputStore {
  /** Stores durably (fsync) before it resolves; storing the same again is no error. Rejects an empty document. */
  putFile(requestId: string, path: string): Promise<StoredOutput>;
  putBytes(requestId: string, bytes: Buffer): Promise<StoredOutput>;
  /** Streams a stored document. Rejects with `code: 'ENOENT'` where it is gone. */
  open(key: string): Promise<{ stream: Readable; sizeBytes: number }>;
  /** Keys of documents stored more than `olderThanMs` ago, in pages. */
  listOlderThan(olderThanMs: number): AsyncIterable<string[]>;
  remove(keys: readonly string[]): Promise<void>;
}
