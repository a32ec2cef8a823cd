/** retriggerRunProgress: one run as it goes. News of it make it quick; looking again now and then makes sure that its end is never missed. */
import type { Sequelize } from 'sequelize';
import { isUnderWay } from '../../domain/retrigger-run';
import { CodedError } from '../../domain/user-errors';
import { iterate, pause } from '../../feed/live/iteration';
import { readRun, type RunRow } from '../retriggering';
import type { OperationsNews } from './news';

export interface RunProgressDeps {
  readonly database: Sequelize;
  readonly news: OperationsNews;
}

/** Ends of single errors are no news of the run: they show within this time, in ms. */
const LOOK_MS = 500;
/** Between two looks, at least, in ms: five a second, as for submissions. */
const REST_MS = 200;
const TRIES = 10;

/** The run now, and whenever its figures have changed; ends when it is DONE or STOPPED. The first `next()` rejects with NOT_FOUND where there is none. */
export function followRun(deps: RunProgressDeps, scope: string | null, id: string): AsyncIterableIterator<RunRow> {
  return iterate((signal) => follow(deps, scope, id.toLowerCase(), signal));
}

async function* follow(deps: RunProgressDeps, scope: string | null, id: string, signal: AbortSignal): AsyncGenerator<RunRow, void, undefined> {
  let told = '';
  let changed = false;
  let wake: () => void = () => undefined;
  const change = () => {
    changed = true;
    wake();
  };
  const leave = deps.news.listen({ runChanged: (runId) => (runId === id ? change() : undefined), interrupted: change });
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    while (!signal.aborted) {
      changed = false;
      const run = await readPatiently(deps, scope, id, signal);
      const figures = JSON.stringify(run);
      if (figures !== told) yield run;
      told = figures;
      if (!isUnderWay(run.state)) return;
      await pause(REST_MS, signal);
      if (!changed) await new Promise<void>((resolve) => (wake = expiring(resolve, LOOK_MS)));
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    leave();
  }
}

/** Calls `done` when it is called, or by itself after `ms`. */
function expiring(done: () => void, ms: number): () => void {
  const timer = setTimeout(done, ms);
  return () => {
    clearTimeout(timer);
    done();
  };
}

async function readPatiently({ database }: RunProgressDeps, scope: string | null, id: string, signal: AbortSignal): Promise<RunRow> {
  for (let tries = 1; ; tries += 1) {
    try {
      const run = await readRun(database, scope, id);
      if (!run) throw new CodedError('NOT_FOUND', 'There is no such retrigger run.');
      return run;
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== 'SERVICE_UNAVAILABLE' || tries === TRIES || signal.aborted) throw error;
      await pause(LOOK_MS, signal);
    }
  }
}
