/**
 * What processing and monitoring need of a document engine (shared contract: engine-api.md). It includes jobs over transaction files and
 * renders on demand; it leaves out templates, queues and appliance control. One implementation: adapters/thunderhead.
 */
import type { DocumentFormat, JsonObject } from '../../domain/document';

export interface EngineJob {
  /** Where the engine answers for this job (its Location): the engine reference of the batch. */
  readonly reference: string;
  readonly name: string;
  /** The engine's state in our words. LOST: it does not know the job (404). */
  readonly state: 'QUEUED' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELLED' | 'LOST';
  /** The engine's own word for it. */
  readonly engineStatus: string;
  /** It failed because its input was gone when it began: another job of the name has it, or it was withdrawn. */
  readonly inputNotFound: boolean;
  /** Where a whole job failed: what the engine said, joined. */
  readonly message: string | null;
}

/** Why a call gave no answer to use. `kind` decides what the caller does; the message says what happened, without secrets or stacks. */
export class EngineCallFailed extends Error {
  constructor(
    /**
     * unavailable: refused, cut, 5xx, 429, 401 (it is about our credentials, not about a document). timeout: no answer in time, or 408.
     * rejected: another 4xx. protocol: not an answer of this API.
     */
    readonly kind: 'unavailable' | 'timeout' | 'rejected' | 'protocol',
    message: string,
    /** From Retry-After, in ms. */
    readonly retryAfterMs?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'EngineCallFailed';
  }
}

export interface EngineDocument {
  readonly requestId: string;
  readonly attempt: number;
  readonly format: DocumentFormat;
  readonly documentType: string;
  /** The client's data with what enrichment added. */
  readonly data: JsonObject;
}

export interface RenderedDocument {
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly pages: number | null;
}

/** One transaction of a finished job. */
export type ManifestEntry =
  | { readonly transactionNo: number; readonly ok: true; readonly file: string; readonly contentType: string; readonly pages: number | null }
  | { readonly transactionNo: number; readonly ok: false; readonly message: string };

/** Every method rejects with EngineCallFailed and nothing else, and gives up after its configured timeout. None repeats by itself. */
export interface DocumentEngine {
  /** Asks for one job. @returns the engine reference. A rejection leaves open whether a job was made, unless kind is `rejected`. */
  submitJob(job: { name: string; configuration: string; input: string }): Promise<string>;
  getJob(reference: string): Promise<EngineJob>;
  /** Jobs of exactly this name. May lag behind what was submitted. */
  findJobs(name: string): Promise<EngineJob[]>;
  /** Asks to cancel; a job that is unknown or ended already is fine. */
  cancelJob(reference: string): Promise<void>;
  /** True while the engine is taking and finishing work (appliance AVAILABLE). */
  isAvailable(): Promise<boolean>;
  /** Renders one document at once. A render that the engine reports as failed is EngineRenderFailed. */
  generateDocument(document: EngineDocument, configuration: string): Promise<RenderedDocument>;
}

/** The engine worked and says that this document cannot be made: its own error, not a failure of the call. */
export class EngineRenderFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'EngineRenderFailed';
  }
}

/** What became of an input file. */
export type InputState = 'waiting' | 'taken' | 'withdrawn' | 'absent';

/**
 * The folder that engine and we both reach. Names are job names, `<batch>-<number>`. Methods reject with the file system's own error.
 */
export interface TransferFolder {
  /**
   * Writes the transaction file under a temporary name, fsyncs and renames it into place: in/<name>. Overwrites what is there.
   * @returns the path as the engine sees it: what submitJob calls `input`.
   */
  writeInput(name: string, documents: readonly EngineDocument[]): Promise<string>;
  /** The path of in/<name> as the engine sees it, whether or not it is there. */
  inputPath(name: string): string;
  inputState(name: string): Promise<InputState>;
  /**
   * Renames in/<name> to in/<name>.withdrawn: after `withdrawn` no job can ever start on it. `taken`: a job has started on it.
   * `absent`: neither could be seen; look again.
   */
  withdraw(name: string): Promise<'withdrawn' | 'taken' | 'absent'>;
  /** The manifest of a finished job. Rejects with EngineCallFailed('protocol') where it is missing, truncated or not one. */
  readManifest(name: string): Promise<ManifestEntry[]>;
  /** The path on this machine of a rendered file named by the manifest. Rejects names that leave the job's folder. */
  outputFile(name: string, file: string): string;
  /** Deletes inputs and outputs of these jobs, in every form. */
  remove(names: readonly string[]): Promise<void>;
  /** Names of inputs (in whatever form) and outputs older than `olderThanMs`. */
  listOlderThan(olderThanMs: number): Promise<string[]>;
}
