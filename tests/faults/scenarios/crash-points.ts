/** Processes that die at one named point: around commit, publish, engine submit, offset commit, recovery and retriggers. */
import type { RoleName } from '../../support/role-processes';
import type { Scenario, Scene } from '../scenario';

const POINTS: readonly (readonly [RoleName, string])[] = [
  ['gateway', 'submission:before-commit'],
  ['gateway', 'submission:after-commit'],
  ['relay', 'relay:after-publish'],
  ['processing', 'consumer:before-offset-commit'],
  ['processing', 'claim:before-commit'],
  ['processing', 'claim:after-commit'],
  ['processing', 'submit:after-file'],
  ['processing', 'submit:after-freeze'],
  ['processing', 'submit:after-post'],
  ['processing', 'submit:after-commit'],
  ['monitoring', 'consumer:before-offset-commit'],
  ['monitoring', 'enrol:after-commit'],
  ['monitoring', 'settle:before-commit'],
  ['monitoring', 'settle:after-commit'],
  ['jobs', 'recovery:before-commit'],
  ['jobs', 'recovery:after-commit'],
  ['jobs', 'retrigger:before-commit'],
  ['jobs', 'retrigger:after-commit'],
];
const QUICK = ['relay:after-publish', 'submit:after-post'];
/** Something must fail for errors to be recovered, and fail for good for runs of retriggers to be needed. */
const FAULTS = [
  { call: 'render', fault: 'errored', share: 0.3 },
  { call: 'submitJob', fault: 'status', status: 400, share: 0.3 },
];
const RETRIGGER_EVERY_MS = 500;
/** A process whose turn does not come dies later: the next scenario restarts it. */
const REACHED_WITHIN_MS = 12_000;

export const crashPoints: Scenario = {
  name: 'crash-points',
  about: 'processes are killed with -9, and when they are back die at each named point around commit, publish, engine submit, offset commit, recovery and retriggers',
  quick: true,
  async inject({ world, api, chance, quick, touch, violate, sleep }) {
    const points = POINTS.filter(([, point]) => !quick || QUICK.includes(point));
    const byRole = new Map<RoleName, string[]>();
    for (const [role, point] of chance.shuffle(points)) byRole.set(role, [...(byRole.get(role) ?? []), point]);
    const died: string[] = [];
    if (!quick) await Promise.all(FAULTS.map((fault) => world.addEngineFault(fault)));
    const all = Promise.all(
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
    await (quick ? all : Promise.all([all, retriggering(api, all, sleep)]));
    touch(died.length);
    if (died.length < points.length / 2) violate(`only ${died.join(', ') || 'none'} of the crash points were reached`);
  },
};

/** Brings back what failed for good, again and again, for as long as `work` lasts. */
async function retriggering(api: Scene['api'], work: Promise<unknown>, sleep: Scene['sleep']): Promise<void> {
  let lasts = true;
  const ended = () => void (lasts = false);
  work.then(ended, ended);
  while (lasts) {
    // A gateway that dies meanwhile is no reason to stop: its turn comes again.
    await api.retriggerExhausted().catch(() => undefined);
    await sleep(RETRIGGER_EVERY_MS);
  }
}
