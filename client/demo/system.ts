/** The system that the demo runs on: the one under this home if it is up, else one that is started and stopped again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mintToken } from '../../local/issuer';
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
  const addresses = readLocalAddresses(home);
  if (isRunning(addresses.pids?.launcher) || (await isReady(addresses))) {
    say(`Using the system under ${home}`);
    return { ...(await whenReady(home, signal, () => null)), stop: () => Promise.resolve() };
  }
  say(`No system runs under ${home}: starting one`);
  const repository = join(__dirname, '..', '..');
  const child = spawn(process.execPath, ['-r', '@swc-node/register', join(repository, 'local', 'start.ts')], {
    cwd: repository,
    env: { ...process.env, OMS_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let starting = true;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (starting) say(text.trimEnd());
  });
  try {
    const system = await whenReady(home, signal, () => (child.exitCode !== null || child.signalCode !== null ? 'the system did not start' : null));
    return { ...system, stop: () => end(child) };
  } catch (error) {
    await end(child);
    throw error;
  } finally {
    starting = false;
  }
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

/** A gateway answers, and the process that wrote these addresses is there: another system may have taken its port. */
async function isReady(addresses: LocalAddresses): Promise<boolean> {
  if (!addresses.GATEWAY_URL || !isRunning(addresses.pids?.gateway)) return false;
  try {
    const answer = await fetch(new URL('/readyz', addresses.GATEWAY_URL), { signal: AbortSignal.timeout(2_000) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

function isRunning(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
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
