/** A process that outlives nobody on purpose, but is found again if its launcher was killed. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, knownProcess, type KnownProcess } from './identity';
import { LaunchError } from './launch-error';
import { readPidFile, removePidFile, writePidFile } from './pid-file';
import { tail } from './run';
import { stopProcess } from './stop';

export interface DaemonOptions {
  /** Names its pid file and its log in the home. */
  readonly name: string;
  readonly home: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  /** Whether it can be used. Called again and again; never rejects. */
  readonly ready: () => Promise<boolean>;
  readonly readyWithinMs: number;
  readonly stopSignal: NodeJS.Signals;
  readonly stopWithinMs: number;
  /** Gives the start up when aborted. */
  readonly signal?: AbortSignal;
}

export interface Daemon {
  readonly process: KnownProcess;
  /** Ends it and forgets it. Safe to call twice. */
  stop(): Promise<void>;
}

const pidPath = (home: string, name: string) => join(home, 'run', `${name}.pid`);

export function logPath(home: string, name: string): string {
  return join(home, 'logs', `${name}.log`);
}

/** The one that an earlier start of this home left running, if any. */
export function leftOver(home: string, name: string): KnownProcess | null {
  return readPidFile(pidPath(home, name));
}

/** Starts it, or takes over what an earlier start left running where that can still be used, and resolves when it is ready. */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const left = leftOver(options.home, options.name);
  if (left) {
    if (await readySoon(options, left, 3_000)) return daemon(options, left);
    await stopProcess(left, { signal: options.stopSignal, graceMs: options.stopWithinMs });
  }
  options.signal?.throwIfAborted();
  const known = launch(options);
  if (await readySoon(options, known, options.readyWithinMs)) return daemon(options, known);
  const said = `Its last words (${logPath(options.home, options.name)}):\n${lastWords(options)}`;
  if (!isRunning(known)) throw new LaunchError(explain(options, lastWords(options)) ?? `${options.name} ended while it started. ${said}`);
  await stopProcess(known, { signal: options.stopSignal, graceMs: options.stopWithinMs });
  removePidFile(pidPath(options.home, options.name));
  options.signal?.throwIfAborted();
  throw new LaunchError(`${options.name} was not ready within ${options.readyWithinMs / 1000} s. ${said}`);
}

function launch(options: DaemonOptions): KnownProcess {
  mkdirSync(join(options.home, 'logs'), { recursive: true });
  const log = openSync(logPath(options.home, options.name), 'w');
  const { command, args, cwd, env, uid, gid } = options;
  // A session of its own: Ctrl-C at the terminal reaches the launcher alone, which stops everything in the right order.
  const child = spawn(command, [...args], { cwd, env, uid, gid, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  child.on('error', () => undefined);
  child.unref();
  const known = child.pid === undefined ? null : knownProcess(child.pid);
  if (!known) throw new LaunchError(`${options.name} could not be started: ${command} is missing or may not be run by this user.`);
  writePidFile(pidPath(options.home, options.name), known);
  return known;
}

async function readySoon(options: DaemonOptions, known: KnownProcess, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (isRunning(known) && Date.now() < deadline && !options.signal?.aborted) {
    if (await options.ready()) return isRunning(known);
    await sleep(50);
  }
  return false;
}

function daemon(options: DaemonOptions, known: KnownProcess): Daemon {
  return {
    process: known,
    stop: async () => {
      await stopProcess(known, { signal: options.stopSignal, graceMs: options.stopWithinMs });
      removePidFile(pidPath(options.home, options.name));
    },
  };
}

function lastWords(options: DaemonOptions): string {
  return tail(readFileSync(logPath(options.home, options.name), 'utf8'), 8);
}

function explain(options: DaemonOptions, words: string): string | null {
  if (/no space left on device/i.test(words)) {
    return `The disk that holds ${options.home} is full: free some space, or set OMS_HOME to a folder on another disk.`;
  }
  if (/address already in use|bind exception|failed to bind/i.test(words)) {
    return `${options.name} found its port taken by another program: start again, and it takes another.`;
  }
  if (/permission denied/i.test(words)) {
    return `${options.name} may not use its files in ${options.home}: change their owner, or set OMS_HOME to a folder of your own.\n${words}`;
  }
  return null;
}
