/** Keeps one process running, as Compose and Kubernetes would: started again after it dies, more slowly each time that it dies young. */
import { startChild, sayExit, type Child, type ChildOptions, type Readied } from '../process/child';
import { childPidPath } from '../process/left-overs';
import { removePidFile, writePidFile } from '../process/pid-file';

export interface SupervisorOptions extends ChildOptions {
  readonly home: string;
  /** Each time that it begins (before it is ready) and is ready. */
  readonly onBegin?: (pid: number) => void;
  readonly onReady: (readied: Readied) => void;
  /** A sentence for people: it died, it is back. */
  readonly say: (line: string) => void;
}

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 10_000;
/** One that lived this long has not died young. */
const SETTLED_MS = 30_000;

export class Supervisor {
  private child: Child | null = null;
  private waitMs = FIRST_WAIT_MS;
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(private readonly options: SupervisorOptions) {}

  /** Resolves when it is ready for the first time. Rejects with LaunchError where it ends before; it is not started again then. */
  async start(): Promise<void> {
    const child = this.begin();
    this.options.onReady(await child.ready);
    this.watch(child, Date.now());
  }

  async stop(graceMs: number): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.child?.stop(graceMs);
    removePidFile(childPidPath(this.options.home, this.options.name));
  }

  private begin(): Child {
    const child = startChild(this.options);
    this.child = child;
    writePidFile(childPidPath(this.options.home, this.options.name), child.process);
    this.options.onBegin?.(child.process.pid);
    return child;
  }

  private watch(child: Child, sinceMs: number): void {
    void child.exited.then((exit) => {
      if (this.stopped) return;
      this.waitMs = Date.now() - sinceMs > SETTLED_MS ? FIRST_WAIT_MS : this.waitMs;
      this.options.say(`${this.options.name} ended (${sayExit(exit)}); it is started again in ${this.waitMs / 1000} s. Its log: ${this.options.log}`);
      this.timer = setTimeout(() => this.again(), this.waitMs);
      this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
    });
  }

  private again(): void {
    if (this.stopped) return;
    const child = this.begin();
    child.ready.then(
      (readied) => {
        this.options.onReady(readied);
        this.options.say(`${this.options.name} is back (process ${child.process.pid})`);
      },
      () => undefined,
    );
    this.watch(child, Date.now());
  }
}
