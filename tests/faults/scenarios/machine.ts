/** The machine itself: disks that fill up or are gone, a clock that is wrong. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { RoleName } from '../../support/role-processes';
import type { Scenario, Scene } from '../scenario';

const run = promisify(execFile);
const LIBFAKETIME = ['x86_64-linux-gnu/', 'aarch64-linux-gnu/', ''].map((folder) => `/usr/lib/${folder}faketime/libfaketime.so.1`).find(existsSync);
const WORKERS: readonly RoleName[] = ['relay', 'processing', 'monitoring', 'jobs'];

/** Where libfaketime is not installed, the clock that JavaScript sees is moved instead. */
function wrongClock(hours: number): Record<string, string> {
  if (LIBFAKETIME) return { LD_PRELOAD: LIBFAKETIME, FAKETIME: `${hours > 0 ? '+' : ''}${hours}h`, FAKETIME_DONT_FAKE_MONOTONIC: '1' };
  return { NODE_OPTIONS: `--require ${resolve(__dirname, '../world/wrong-clock.cjs')}`, WRONG_CLOCK_HOURS: String(hours) };
}

export const clockWrong: Scenario = {
  name: 'clock-wrong',
  about: 'all relays, and half of the consumers and jobs, have a clock that is two hours ahead, then two hours behind',
  async inject({ world, touch, sleep, api, accepted, violate }) {
    for (const hours of [2, -2]) {
      const wrong = [...WORKERS.map((role) => ({ role, index: 0 })), { role: 'relay' as const, index: 1 }];
      await Promise.all(wrong.map(({ role, index }) => world.system.restart(role, index, wrongClock(hours))));
      touch(wrong.length);
      const before = new Set(accepted);
      await sleep(4_000);
      // What was accepted since then has no other relay to go through.
      const since = (await api.requests()).filter(({ id }) => !before.has(id));
      if (since.length > 0 && since.every(({ status }) => status === 'ACCEPTED')) violate(`none of ${since.length} documents got any further with clocks ${hours} hours off`);
    }
    for (const [index, role] of [...WORKERS, 'relay' as const].entries()) await world.system.restart(role, index === WORKERS.length ? 1 : 0);
  },
};

const SMALL_DISK = join(tmpdir(), `oms-faults-disk-${process.pid}`);
const DISK_MB = 220;
/** Too little for a page of a table. */
const LEFT_BYTES = 4 * 1024;

async function mount(): Promise<void> {
  mkdirSync(SMALL_DISK, { recursive: true, mode: 0o755 });
  await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=755`, 'tmpfs', SMALL_DISK]);
}

async function unmount(): Promise<void> {
  await run('umount', ['-l', SMALL_DISK]).catch(() => undefined);
  rmSync(SMALL_DISK, { recursive: true, force: true });
}

export const diskFull: Scenario = {
  name: 'disk-full',
  about: 'the disk under Postgres is full: submissions are refused and none of them is acknowledged; when there is room again all goes on',
  world: { postgresFolder: SMALL_DISK, gateways: 1 },
  documents: 120,
  async skip() {
    try {
      await mount();
      return null;
    } catch (error) {
      return `a small file system may not be mounted here (${(error as Error).message.trim().split('\n').at(-1)})`;
    } finally {
      await unmount();
    }
  },
  prepare: mount,
  tidy: unmount,
  async inject({ touch, sleep, refusals }) {
    const before = refusals();
    for (let look = 0; look < 60 && refusals() < before + 5; look += 1) {
      const { bavail, bsize } = statfsSync(SMALL_DISK);
      if (bavail * bsize > LEFT_BYTES) writeFileSync(join(SMALL_DISK, `filler-${look}`), Buffer.alloc(bavail * bsize - LEFT_BYTES));
      await sleep(150);
    }
    touch(refusals() - before);
    for (const file of readdirSync(SMALL_DISK)) if (file.startsWith('filler-')) rmSync(join(SMALL_DISK, file));
  },
};

export const outputsGone: Scenario = {
  name: 'outputs-gone',
  about: 'the folder of stored documents is away: what the engine has rendered waits, and is stored later',
  inject: (scene) => withoutFolder(scene, 'outputs'),
};

export const transferGone: Scenario = {
  name: 'transfer-gone',
  about: 'the folder that is shared with the engine is away, for us and for the engine: jobs are handed over, and what they made is read, later',
  inject: (scene) => withoutFolder(scene, 'transfer'),
};

async function withoutFolder({ world, touch, sleep, accepted }: Scene, name: string): Promise<void> {
  const { home } = world.system;
  const [folder, aside] = [join(home, name), join(home, `${name}-aside`)];
  const before = accepted.size;
  renameSync(folder, aside);
  // A file in its place: nothing can be made below it, and no process can make the folder anew.
  writeFileSync(folder, '');
  await sleep(4_000);
  rmSync(folder);
  renameSync(aside, folder);
  touch(accepted.size - before);
}
