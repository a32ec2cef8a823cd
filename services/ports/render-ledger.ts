/**
 * What the engine says of all that it ever rendered. Includes reading it whole; an engine that keeps no such ledger has none to offer, and then
 * nothing is compared with it.
 */

/** One rendered document. */
export interface Render {
  readonly requestId: string;
  readonly attempt: number;
  readonly sha256: string;
  /** Rendered as part of a job: (request, attempt) must be there once. On demand it may be repeated. */
  readonly bulk: boolean;
}

export interface RenderLedger {
  /** Null where this engine keeps no ledger. Rejects where it does not answer. */
  read(): Promise<readonly Render[] | null>;
}
