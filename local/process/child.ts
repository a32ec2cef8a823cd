/** A process of the system under its launcher or a test: it says over IPC that it is ready, and ends when its parent does. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { knownProcess, type KnownProcess } from './identity';
import { LaunchError } from './launch-error';
import { tail } from './run';

const REGISTER = resolve(__dirname, '../../compile/register.cjs');

export interface ChildOptions {
  /** For messages. */
  readonly name: string;
  /** A TypeScript file of the repository. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where its output goes; appended to. */
  readonly log: string;
}

/** What a process says when it is ready (`ReadyMessage` of platform/process.ts). */
export interface Readied {
  readonly role: string;
  readonly opsUrl?: string;
  readonly urls: Readonly<Record<string, string>>;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  readonly name: string;
  readonly process: KnownProcess;
  readonly ready: Promise<Readied>;
  readonly exited: Promise<Exit>;
  hasExited(): boolean;
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, then after `graceMs` SIGKILL. Safe to call twice. */
  stop(graceMs: number): Promise<Exit>;
}

const running = new Set<ChildProcess>();
// Whatever way the parent ends: a child that was stopped with SIGSTOP could not act on the closed channel.
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** Starts it. `ready` rejects with LaunchError where it ends before it was ready. */
export function startChild(options: ChildOptions): Child {
  mkdirSync(dirname(options.log), { recursive: true });
  const log = openSync(options.log, 'a');
  const child = spawn(process.execPath, ['-r', REGISTER, options.script, ...(options.args ?? [])], {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  running.add(child);
  const known = child.pid === undefined ? null : knownProcess(child.pid);
  if (!known) throw new LaunchError(`${options.name} could not be started: ${process.execPath} may not be run by this user.`);

  let exit: Exit | null = null;
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      running.delete(child);
      exit = { code, signal };
      resolve(exit);
    });
  });
  const ready = new Promise<Readied>((resolve, reject) => {
    child.on('message', (message: { type?: string } & Partial<Readied>) => {
      if (message.type === 'ready') resolve({ role: message.role ?? options.name, opsUrl: message.opsUrl, urls: message.urls ?? {} });
    });
    void exited.then((how) => {
      const said = `Its last words (${options.log}):\n${lastWords(options.log)}`;
      reject(new LaunchError(`${options.name} ended before it was ready (${sayExit(how)}). ${said}`));
    });
  });
  // Who does not wait for it must not be ended by it.
  ready.catch(() => undefined);

  const kill = (signal: NodeJS.Signals) => {
    if (!exit) child.kill(signal);
  };
  const stop = async (graceMs: number): Promise<Exit> => {
    kill('SIGTERM');
    // A process that is stopped takes the signal only once it goes on.
    kill('SIGCONT');
    const impatient = setTimeout(() => kill('SIGKILL'), graceMs);
    const how = await exited;
    clearTimeout(impatient);
    return how;
  };
  return { name: options.name, process: known, ready, exited, hasExited: () => exit !== null, kill, stop };
}

export function sayExit({ code, signal }: Exit): string {
  return signal ? `signal ${signal}` : `exit code ${code}`;
}

function lastWords(log: string): string {
  return existsSync(log) ? tail(readFileSync(log, 'utf8'), 6) : '';
}
