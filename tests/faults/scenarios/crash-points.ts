/** Processes that die at one named point: around commit, publish, engine submit, offset commit, recovery and retriggers. */
import type { CrashPoint } from '../../../platform/crash-points';
import type { RoleName } from '../../support/role-processes';
import type { System } from '../../support/system';
import { Chance } from '../random';
import type { Scenario, Scene } from '../scenario';

/**
 * Who dies where. The type leaves no point of the source out. Of the two places that have the points of a submission only the one for batches is
 * met, since that is what the submitter sends.
 */
const ROLES_AT: Readonly<Record<CrashPoint, readonly RoleName[]>> = {
  'submission:before-commit': ['gateway'],
  'submission:after-commit': ['gateway'],
  'relay:after-publish': ['relay'],
  'consumer:before-offset-commit': ['processing', 'monitoring'],
  'claim:before-commit': ['processing'],
  'claim:after-commit': ['processing'],
  'submit:after-file': ['processing'],
  'submit:after-freeze': ['processing'],
  'submit:after-post': ['processing'],
  'submit:after-withdrawal': ['processing'],
  'submit:after-commit': ['processing'],
  'enrol:after-commit': ['monitoring'],
  'settle:before-commit': ['monitoring'],
  'settle:after-commit': ['monitoring'],
  'recovery:before-commit': ['jobs'],
  'recovery:after-commit': ['jobs'],
  'retrigger:before-commit': ['jobs'],
  'retrigger:after-commit': ['jobs'],
};
const POINTS = Object.entries(ROLES_AT).flatMap(([point, roles]) => roles.map((role) => ({ role, point })));
/** A flow without failures is sure to get there soon. */
const SOON = ['relay:after-publish', 'claim:before-commit', 'claim:after-commit', 'submit:after-freeze', 'submit:after-post', 'submit:after-commit', 'settle:before-commit'];
/** Something must fail for errors to be recovered, fail for good for runs of retriggers to be needed, and be refused for submits to be withdrawn. */
const FAULTS = [
  { call: 'render', fault: 'errored', share: 0.3 },
  { call: 'submitJob', fault: 'status', status: 400, share: 0.3 },
  { call: 'submitJob', fault: 'status', status: 503, share: 0.15 },
];
const RETRIGGER_EVERY_MS = 500;
/** A process that does not get to its point within this time has its turn again, after the others of its role. */
const REACHED_WITHIN_MS = 12_000;
/** Turns after the first begin within this time. */
const AGAIN_WITHIN_MS = 60_000;

interface Turn {
  readonly point: string;
  /** Dies when it gets there for the so-manieth time. */
  readonly time: number;
}

/** In the quick form one process dies at one point, drawn from the seed, for which its world has armed it from the start: that saves two starts of it. */
export function armedFor(seed: number): { role: RoleName; point: string } {
  const [first] = new Chance(seed, crashPoints.name).shuffle(POINTS.filter(({ point }) => SOON.includes(point)));
  if (!first) throw new Error('no point is got to soon');
  return first;
}

export const crashPoints: Scenario = {
  name: 'crash-points',
  about: 'processes are killed with -9, and when they are back die at each named point around commit, publish, engine submit, offset commit, recovery and retriggers',
  quick: true,
  paceMs: 1_000,
  async inject(scene) {
    if (scene.quick) return dieArmed(scene);
    const { world, api, chance, touch, violate, sleep } = scene;
    const byRole = new Map<RoleName, Turn[]>();
    for (const { role, point } of chance.shuffle(POINTS)) byRole.set(role, [...(byRole.get(role) ?? []), { point, time: chance.between(1, 3) }]);
    await Promise.all(FAULTS.map((fault) => world.addEngineFault(fault)));
    const all = Promise.all(
      [...byRole].map(async ([role, turns]) => {
        let missed = await unreached(world, role, turns);
        const giveUpMs = Date.now() + AGAIN_WITHIN_MS;
        while (missed.length > 0 && Date.now() < giveUpMs) {
          missed = await unreached(world, role, missed.map(({ point }) => ({ point, time: 1 })), giveUpMs);
        }
        touch(turns.length - missed.length);
        for (const { point } of missed) violate(`${role} never got to ${point}, where it was to die`);
      }),
    );
    await Promise.all([all, retriggering(api, all, sleep)]);
    // What was touched is then the number of points that were reached, and of nothing else.
    await world.endEngineFaults();
  },
};

/** The world's own start has armed the process; it is started again with whatever else is dead. */
async function dieArmed({ world, touch, violate }: Scene): Promise<void> {
  if (!world.armed) return violate('no process was armed: in the short form this scenario must be the first of its world');
  const { role, point } = world.armed;
  if (await diedWithin(world.system, role)) touch(1);
  else violate(`${role} never got to ${point}, where it was to die`);
}

/** Has the first process of the role die at one point after the other. @returns the turns in which it did not, and those not begun in time */
async function unreached(world: Scene['world'], role: RoleName, turns: readonly Turn[], giveUpMs = Infinity): Promise<Turn[]> {
  const missed: Turn[] = [];
  for (const turn of turns) {
    if (Date.now() > giveUpMs || !(await diesAt(world, role, turn))) missed.push(turn);
  }
  return missed;
}

async function diesAt({ system }: Scene['world'], role: RoleName, { point, time }: Turn): Promise<boolean> {
  await system.kill(role, 'SIGKILL', 0);
  // It may get there before it is ready.
  await system.restart(role, 0, { CRASH_AT: `${point}:${time}` }).catch(() => undefined);
  const reached = await diedWithin(system, role);
  await system.restart(role, 0);
  return reached;
}

async function diedWithin(system: System, role: RoleName): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), REACHED_WITHIN_MS)));
  const died = system.processes.exited(role, 0).then(({ signal }) => signal === 'SIGKILL');
  return Promise.race([died, late]).finally(() => clearTimeout(timer));
}

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
