/** Processes that die at one named point: around commit, publish, engine submit and offset commit. */
import type { RoleName } from '../../support/role-processes';
import type { Scenario } from '../scenario';

const POINTS: readonly (readonly [RoleName, string])[] = [
  ['gateway', 'submission:before-commit'],
  ['gateway', 'submission:after-commit'],
  ['relay', 'relay:after-publish'],
  ['processing', 'claim:before-commit'],
  ['processing', 'claim:after-commit'],
  ['processing', 'submit:after-file'],
  ['processing', 'submit:after-freeze'],
  ['processing', 'submit:after-post'],
  ['processing', 'submit:after-commit'],
  ['monitoring', 'enrol:after-commit'],
  ['monitoring', 'settle:before-commit'],
  ['monitoring', 'settle:after-commit'],
];
const QUICK = ['relay:after-publish', 'submit:after-post', 'settle:before-commit'];
/** A process whose turn does not come dies later: the next scenario restarts it. */
const REACHED_WITHIN_MS = 12_000;

export const crashPoints: Scenario = {
  name: 'crash-points',
  about: 'processes are killed with -9, and when they are back die at each named point around commit, publish, engine submit and offset commit',
  quick: true,
  async inject({ world, chance, quick, touch, violate }) {
    const points = POINTS.filter(([, point]) => !quick || QUICK.includes(point));
    const byRole = new Map<RoleName, string[]>();
    for (const [role, point] of chance.shuffle(points)) byRole.set(role, [...(byRole.get(role) ?? []), point]);
    const died: string[] = [];
    await Promise.all(
      [...byRole].map(async ([role, armed]) => {
        for (const point of armed) {
          await world.system.kill(role, 'SIGKILL', 0);
          // It may get there before it is ready.
          await world.system.restart(role, 0, { CRASH_AT: `${point}:${chance.between(1, 3)}` }).catch(() => undefined);
          const reached = await Promise.race([
            world.system.processes.exited(role, 0).then(({ signal }) => signal === 'SIGKILL'),
            new Promise<false>((resolve) => setTimeout(() => resolve(false), REACHED_WITHIN_MS)),
          ]);
          if (reached) died.push(point);
          await world.system.restart(role, 0);
        }
      }),
    );
    touch(died.length);
    if (died.length < points.length / 2) violate(`only ${died.join(', ') || 'none'} of the crash points were reached`);
  },
};
