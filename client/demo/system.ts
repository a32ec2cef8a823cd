/** The system that the demo runs on: the one under this home if it is up, else one that is started and stopped again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { mintToken } from '../../local/issuer';
import { processIdentity } from '../../local/process/identity';
import { readPidFile } from '../../local/process/pid-file';
import { readLocalAddresses, type LocalAddresses } from '../../platform/config';

export interface RunningSystem {
  readonly home: string;
  readonly gatewayUrl: string;
  /** Of the engine simulator. */
  readonly engineUrl: string;
  /** Stops it where the demo started it. */
  stop(): Promise<void>;
}

/** The first start fetches packages. */
const START_WITHIN_MS = 600_000;
const STOP_WITHIN_MS = 20_000;

/** Rejects with a sentence where no system is up and none can be started. */
export async function findOrStartSystem(home: string, say: (line: string) => void, signal: AbortSignal): Promise<RunningSystem> {
  const startUnderWay = () => readPidFile(join(home, 'launcher.pid')) !== null;
  if (startUnderWay() || (await isReady(readLocalAddresses(home)))) {
    say(`Using the system under ${home}`);
    const ended = () => (startUnderWay() ? null : 'the system was stopped');
    return { ...(await whenReady(home, signal, ended)), stop: () => Promise.resolve() };
  }
  say(`No system runs under ${home}: starting one`);
  const repository = join(__dirname, '..', '..');
  const child = spawn(process.execPath, ['-r', join(repository, 'compile', 'register.cjs'), join(repository, 'local', 'start.ts'), '--without-admin'], {
    cwd: repository,
    env: { ...process.env, OMS_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  showSteps(child.stdout, say);
  try {
    const system = await whenReady(home, signal, () => (child.exitCode !== null || child.signalCode !== null ? 'the system did not start' : null));
    return { ...system, stop: () => end(child) };
  } catch (error) {
    await end(child);
    throw error;
  }
}

/** Passes on the launcher's steps, one line each, up to the blank line before what it tells people who stay. */
function showSteps(output: Readable, say: (line: string) => void): void {
  let showing = true;
  createInterface({ input: output }).on('line', (line) => {
    showing &&= line !== '';
    if (showing) say(line);
  });
}

/** A token of this home's issuer, good for longer than a run. */
export async function clientToken(home: string, tenant: string): Promise<string> {
  return mintToken({ home, role: 'client', tenant });
}

async function whenReady(home: string, signal: AbortSignal, ended: () => string | null): Promise<Omit<RunningSystem, 'stop'>> {
  const giveUpMs = Date.now() + START_WITHIN_MS;
  for (;;) {
    const addresses = readLocalAddresses(home);
    const { GATEWAY_URL: gatewayUrl, THUNDERHEAD_URL: engineUrl } = addresses;
    if (gatewayUrl && engineUrl && (await isReady(addresses))) return { home, gatewayUrl, engineUrl };
    const failure = ended() ?? (Date.now() > giveUpMs ? `the system under ${home} does not become ready: see ${join(home, 'logs')}` : null);
    if (failure) throw new Error(failure);
    await sleep(100, undefined, { signal });
  }
}

/** A gateway answers, and it is the one that these addresses name: another system may have taken its port. */
async function isReady(addresses: LocalAddresses): Promise<boolean> {
  const pid = addresses.pids?.gateway;
  if (!addresses.GATEWAY_URL || (pid !== undefined && processIdentity(pid) === null)) return false;
  try {
    const answer = await fetch(new URL('/readyz', addresses.GATEWAY_URL), { signal: AbortSignal.timeout(2_000) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const forced = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await exited;
  clearTimeout(forced);
}
