/** tests/faults/scenarios: the faults, a file for each part that is hit. This file: processes that are killed, stalled, or put out of service. */
import type { RoleName } from '../../support/role-processes';
import type { Scenario, Scene } from '../scenario';

const ROLES: readonly RoleName[] = ['processing', 'relay', 'monitoring', 'gateway', 'reference-data', 'jobs'];

/** Kills and starts again. */
async function killOne({ world, chance, touch }: Scene, role: RoleName): Promise<void> {
  const index = chance.between(0, world.count(role));
  await world.system.kill(role, 'SIGKILL', index);
  touch(1);
  await world.system.restart(role, index);
}

export const killed: Scenario = {
  name: 'killed',
  about: 'kill -9 of processes of each role, chosen at random, while they work',
  async inject(scene) {
    const roles = scene.chance.shuffle([...ROLES, ...ROLES.slice(0, 4)]);
    for (const role of roles) {
      await scene.sleep(scene.chance.between(0, 300));
      await killOne(scene, role);
    }
  },
};

export const stalled: Scenario = {
  name: 'stalled',
  about: 'SIGSTOP of processes of each role, longer than their leases and sessions last; then they wake and go on with what they had',
  quick: true,
  async inject({ world, chance, touch, sleep, quick }) {
    const roles = quick ? (['processing', 'relay', 'monitoring'] as const) : ROLES;
    const stopped = roles.map((role) => ({ role, index: chance.between(0, world.count(role)) }));
    for (const { role, index } of stopped) await world.system.kill(role, 'SIGSTOP', index);
    touch(stopped.length);
    await sleep(quick ? 2_000 : 5_000);
    for (const { role, index } of chance.shuffle(stopped)) await world.system.kill(role, 'SIGCONT', index);
  },
};

export const everythingKilled: Scenario = {
  name: 'everything-killed',
  about: 'every process but the engine is killed at once, and all start again',
  async inject({ world, touch }) {
    const all = ROLES.flatMap((role) => Array.from({ length: world.count(role) }, (_, index) => ({ role, index })));
    await Promise.all(all.map(({ role, index }) => world.system.kill(role, 'SIGKILL', index)));
    touch(all.length);
  },
};

export const cancelledMeanwhile: Scenario = {
  name: 'cancelled-meanwhile',
  about: 'documents are cancelled at every state while the processes that have them die; each cancellation that was confirmed holds',
  async inject({ world, chance, touch, accepted, api, cancelled, untilAccepted }) {
    const dying = (async () => {
      for (const role of ['processing', 'monitoring', 'processing'] as const) {
        await world.system.kill(role, 'SIGKILL', 0);
        touch(1);
        await world.system.restart(role, 0);
      }
    })();
    for (const share of [0.2, 0.5, 0.8]) {
      await untilAccepted(60 * share);
      await Promise.all(
        chance
          .shuffle([...accepted])
          .slice(0, 6)
          .map(async (id) => {
            if (await api.cancel(id)) cancelled.add(id);
          }),
      );
    }
    touch(cancelled.size);
    await dying;
  },
};

export const deployed: Scenario = {
  name: 'deployed-anew',
  about: 'every process gets SIGTERM while it works, one after the other, and its successor starts: each ends cleanly within 10 s and leaves nothing for others to take over',
  async inject({ world, touch, violate, sleep }) {
    for (const role of ROLES) {
      for (let index = 0; index < world.count(role); index += 1) {
        const begunMs = performance.now();
        await world.system.kill(role, 'SIGTERM', index);
        const { code, signal } = await world.system.processes.exited(role, index);
        const tookMs = performance.now() - begunMs;
        if (code !== 0 || tookMs > 10_000) violate(`${role} number ${index} ended with ${signal ?? `exit code ${code}`} ${Math.round(tookMs)} ms after SIGTERM`);
        touch(1);
        await world.system.restart(role, index);
        await sleep(100);
      }
    }
  },
};
