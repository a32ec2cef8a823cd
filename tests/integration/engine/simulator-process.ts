/** The simulator as a process of its own, which a test can kill, and the adapter pointed at it. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ThunderheadSettings } from '../../../adapters/thunderhead';
import type { EngineDocument } from '../../../services/ports/document-engine';

const MAIN = resolve(__dirname, '../../../local/simulator/main.ts');

export interface LedgerDocument {
  readonly transactionNo: number;
  readonly requestId: string;
  readonly outcome: 'rendered' | 'errored';
  readonly sha256: string | null;
}

export interface Ledger {
  readonly last: string;
  readonly jobs: readonly { readonly id: string; readonly name: string; readonly status: string; readonly documents: readonly LedgerDocument[] }[];
  readonly onDemand: readonly { readonly requestId: string; readonly attempt: number; readonly sha256: string }[];
}

export class SimulatorProcess {
  url = '';
  private child: ChildProcess | null = null;

  private constructor(
    readonly home: string,
    private readonly env: Record<string, string>,
  ) {}

  /** Starts one on a folder of its own; `env` adds to its settings. Renders take no time unless it says so. */
  static async start(env: Record<string, string> = {}): Promise<SimulatorProcess> {
    const simulator = new SimulatorProcess(await mkdtemp(join(tmpdir(), 'simulator-')), env);
    await simulator.restart();
    return simulator;
  }

  /** Starts it again on the same folder and, after the first time, the same port. */
  async restart(): Promise<void> {
    const child = fork(MAIN, {
      execArgv: ['-r', './compile/register.cjs'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        ...process.env,
        SIMULATOR_RENDER_MS: '0',
        SIMULATOR_LISTING_LAG_MS: '0',
        SIMULATOR_RENDERER: 'load',
        ...this.env,
        TRANSFER_DIR: this.transferDir,
        SIMULATOR_DIR: join(this.home, 'state'),
        THUNDERHEAD_PORT: this.url ? new URL(this.url).port : '0',
      },
    });
    this.child = child;
    const [first] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [{ url: string } | number | null];
    if (first === null || typeof first === 'number') throw new Error(`the simulator ended with ${first} instead of starting`);
    this.url = first.url;
  }

  get transferDir(): string {
    return join(this.home, 'transfer');
  }

  /** As a power cut would: no chance to write anything more. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    await rm(this.home, { recursive: true, force: true });
  }

  settings(over: Partial<ThunderheadSettings> = {}): ThunderheadSettings {
    return {
      url: this.url,
      pathPrefix: '',
      queue: 'oms',
      appliance: '1',
      authorization: null,
      oauth: null,
      timeoutMs: 1_000,
      renderTimeoutMs: 1_000,
      transferDir: this.transferDir,
      transferDirAtEngine: this.transferDir,
      ...over,
    };
  }

  async fault(rule: { call: string; fault: string; status?: number; ms?: number; share?: number; count?: number }): Promise<void> {
    const response = await fetch(`${this.url}/_simulator/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(rule),
    });
    if (response.status !== 201) throw new Error(await response.text());
  }

  async clearFaults(): Promise<void> {
    await fetch(`${this.url}/_simulator/faults`, { method: 'DELETE' });
  }

  async ledger(since = '0'): Promise<Ledger> {
    return (await (await fetch(`${this.url}/_simulator/ledger?since=${since}`)).json()) as Ledger;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
}

/** Documents of one engine batch. */
export function documents(count: number, over: Partial<EngineDocument> = {}): EngineDocument[] {
  return Array.from({ length: count }, (_, index) => ({
    requestId: `request-${index + 1}`,
    attempt: 1,
    format: 'PDF',
    documentType: 'POLICY_LETTER',
    data: { policyNumber: `P-${index + 1}` },
    ...over,
  }));
}
