/** The processes of one system under test, several of one role if need be. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startChild, type Child, type Exit, type Readied } from '../../local/process/child';
import { childPidPath } from '../../local/process/left-overs';
import { removePidFile, writePidFile } from '../../local/process/pid-file';
import { freePort } from '../../local/process/ports';
import { testInfrastructure } from './addresses';

const ROOT = resolve(__dirname, '../..');
const READY_WITHIN_MS = 80_000;

export type RoleName = 'all-in-one' | 'reference-data' | 'gateway' | 'relay' | 'processing' | 'monitoring' | 'jobs';
export type ProcessName = RoleName | 'simulator' | 'migrate' | 'ledger';
export type Variables = Readonly<Record<string, string | undefined>>;

interface Slot {
  readonly variables: Variables;
  child: Child;
  readied: Readied | null;
}

/** Numbered 0, 1, 2 … within each role; one that died or was restarted keeps its number, its ports and its variables. */
export class RoleProcesses {
  private readonly slots = new Map<ProcessName, Slot[]>();

  constructor(
    private readonly id: string,
    private readonly home: string,
    /** Common to all. */
    private readonly environment: Variables,
  ) {}

  /** Starts one more. `once` is added to its variables for its first life. @returns its number, once it is ready unless `wait` is false. */
  async add(name: ProcessName, variables: Variables = {}, wait = true, once: Variables = {}): Promise<number> {
    const slots = this.slots.get(name) ?? [];
    this.slots.set(name, slots);
    const index = slots.length;
    const own = { ...(await ownPorts(name, index, this.environment)), ...variables };
    slots.push({ variables: own, child: this.start(name, index, { ...own, ...once }), readied: null });
    if (wait) await this.ready(name, index);
    return index;
  }

  /** Starts it again where it was, ending it first if it still runs. `variables` are added to its own for this once. */
  async restart(name: ProcessName, index = 0, variables: Variables = {}): Promise<void> {
    const slot = this.slot(name, index);
    await slot.child.stop(10_000);
    slot.readied = null;
    slot.child = this.start(name, index, { ...slot.variables, ...variables });
    await this.ready(name, index);
  }

  /** Resolves when it is ready. Rejects when it ends before, or takes too long. */
  async ready(name: ProcessName, index = 0): Promise<Readied> {
    const slot = this.slot(name, index);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${name} was not ready within ${READY_WITHIN_MS} ms; its log:\n${this.log(name, index).slice(-3_000)}`)), READY_WITHIN_MS);
    });
    slot.readied = await Promise.race([slot.child.ready, late]).finally(() => clearTimeout(timer));
    return slot.readied;
  }

  /** Sends the signal, and waits for the end that SIGKILL, SIGTERM and SIGINT bring. */
  async kill(name: ProcessName, signal: NodeJS.Signals, index = 0): Promise<void> {
    const { child } = this.slot(name, index);
    child.kill(signal);
    if (['SIGKILL', 'SIGTERM', 'SIGINT'].includes(signal)) await child.exited;
  }

  exited(name: ProcessName, index = 0): Promise<Exit> {
    return this.slot(name, index).child.exited;
  }

  hasExited(name: ProcessName, index = 0): boolean {
    return this.slot(name, index).child.hasExited();
  }

  readied(name: ProcessName, index = 0): Readied | null {
    return this.slot(name, index).readied;
  }

  pid(name: ProcessName, index = 0): number {
    return this.slot(name, index).child.process.pid;
  }

  has(name: ProcessName): boolean {
    return this.slots.has(name);
  }

  /** Everything that it wrote. */
  log(name: ProcessName, index = 0): string {
    return readFileSync(this.logFile(name, index), 'utf8');
  }

  /** Roles first, then the simulator. */
  async stopAll(): Promise<void> {
    const all = [...this.slots].flatMap(([name, slots]) => slots.map((slot, index) => ({ name, index, child: slot.child })));
    const end = async ({ name, index, child }: (typeof all)[number]) => {
      await child.stop(8_000);
      removePidFile(this.pidFile(name, index));
    };
    await Promise.all(all.filter(({ name }) => name !== 'simulator').map(end));
    await Promise.all(all.filter(({ name }) => name === 'simulator').map(end));
  }

  private start(name: ProcessName, index: number, variables: Variables): Child {
    const script = join(ROOT, name === 'simulator' ? 'local/simulator/main.ts' : `entrypoints/${name}.ts`);
    const child = startChild({ name, script, cwd: ROOT, env: { ...this.environment, ...variables }, log: this.logFile(name, index) });
    // Found by the keeper of the run's infrastructure, should this process be killed.
    writePidFile(this.pidFile(name, index), child.process);
    return child;
  }

  private slot(name: ProcessName, index: number): Slot {
    const slot = this.slots.get(name)?.[index];
    if (!slot) throw new Error(`this system has no ${name} number ${index}`);
    return slot;
  }

  private logFile(name: ProcessName, index: number): string {
    return join(this.home, 'logs', `${name}-${index}.log`);
  }

  private pidFile(name: ProcessName, index: number): string {
    return childPidPath(testInfrastructure().home, `${this.id}-${name}-${index}`);
  }
}

/** The first of each kind has the ports that the others know; every further one its own. */
async function ownPorts(name: ProcessName, index: number, environment: Variables): Promise<Variables> {
  const gateway = name === 'gateway' || name === 'all-in-one';
  const referenceData = name === 'reference-data' || name === 'all-in-one';
  return {
    ...(gateway ? { PORT: index === 0 ? environment.PORT : String(await freePort()) } : {}),
    ...(referenceData && index > 0 ? { REFERENCE_DATA_PORT: String(await freePort()) } : {}),
  };
}
