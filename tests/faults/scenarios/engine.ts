/** An engine that refuses, works and does not say so, talks nonsense, loses jobs, and takes its time. */
import { doublingProxy } from '../../integration/claims/doubling-proxy';
import type { Scenario, Scene } from '../scenario';

type Rule = Readonly<Record<string, string | number>>;

/** Lets rules act until they hit often enough, or time is up. */
async function underRules({ world, sleep, quick }: Scene, rules: readonly Rule[]): Promise<void> {
  for (const rule of rules) await world.addEngineFault(rule);
  const hits = Math.min(4, rules.reduce((sum, { count }) => sum + Number(count ?? 4), 0));
  const giveUpMs = Date.now() + (quick ? 4_000 : 8_000);
  while (Date.now() < giveUpMs && (await world.engineFaultHits()) < hits) await sleep(100);
}

const engine = (name: string, about: string, rules: readonly Rule[], more: Partial<Scenario> = {}): Scenario => ({
  name,
  about,
  inject: (scene) => underRules(scene, rules),
  ...more,
});

export const engineScenarios: readonly Scenario[] = [
  engine('engine-refuses', 'the engine answers 500, 503 and 429 with Retry-After', [
    { call: 'submitJob', fault: 'status', status: 503, share: 0.5, count: 4 },
    { call: 'submitJob', fault: 'status', status: 429, ms: 500, share: 0.5, count: 2 },
    { call: 'getJob', fault: 'status', status: 500, share: 0.5, count: 6 },
    { call: 'generateDocument', fault: 'status', status: 503, count: 2 },
  ]),
  engine('engine-works-and-times-out', 'the engine does the work, and the answer never comes', [
    { call: 'submitJob', fault: 'workThenCut', count: 3 },
    { call: 'submitJob', fault: 'delay', ms: 2_500, share: 0.5, count: 2 },
    { call: 'submitJob', fault: 'hang', ms: 4_000, share: 0.5, count: 2 },
    { call: 'generateDocument', fault: 'workThenCut', count: 1 },
    { call: 'listJobs', fault: 'late', ms: 1_500, share: 0.5, count: 4 },
  ], { quick: true }),
  engine('engine-talks-nonsense', 'the engine answers pages that are not of its API, or half of an answer', [
    { call: 'submitJob', fault: 'garbage', share: 0.5, count: 3 },
    { call: 'submitJob', fault: 'truncated', share: 0.5, count: 3 },
    { call: 'getJob', fault: 'garbage', share: 0.4, count: 4 },
    { call: 'manifest', fault: 'truncated', ms: 800, share: 0.5, count: 3 },
    { call: 'render', fault: 'garbage', share: 0.1, count: 2 },
  ]),
  engine('engine-loses-jobs', 'the engine forgets jobs, when they are submitted and while they run', [
    { call: 'submitJob', fault: 'lostJob', share: 0.5, count: 2 },
    { call: 'render', fault: 'lostJob', share: 0.2, count: 2 },
  ]),
  engine('engine-fails-documents', 'single documents fail to render, and whole jobs fail: one alone, or all of a job in halves, is tried again', [
    { call: 'render', fault: 'errored', share: 0.2, count: 6 },
    { call: 'submitJob', fault: 'errored', share: 0.4, count: 2 },
    { call: 'generateDocument', fault: 'errored', count: 2 },
  ], { quick: true }),
  engine('engine-rejects', 'the engine answers 400: a permanent error, brought back by an administrator once the engine takes it', [
    { call: 'submitJob', fault: 'status', status: 400, count: 2 },
  ]),
  engine('engine-any-order', 'jobs begin late and finish in any order, their ends show late, the appliance pauses', [
    { call: 'submitJob', fault: 'late', ms: 1_200, share: 0.5 },
    { call: 'render', fault: 'delay', ms: 300, share: 0.1 },
    { call: 'getJob', fault: 'late', ms: 700, share: 0.4 },
    { call: 'render', fault: 'paused', ms: 1_500, count: 1 },
  ]),
  {
    name: 'engine-answers-twice',
    about: 'each submit arrives at the engine twice, and the second answer is the one that comes back',
    async inject({ world, touch, sleep }) {
      const doubling = await doublingProxy(world.engineUrl);
      try {
        world.engine.redirect(Number(new URL(doubling.url).port));
        for (let look = 0; look < 80 && doubling.doubled() < 4; look += 1) await sleep(100);
        touch(doubling.doubled());
      } finally {
        world.engine.heal();
        await doubling.close();
      }
    },
  },
  {
    name: 'engine-killed',
    about: 'the engine itself dies while it renders, and comes back with its jobs',
    async inject({ world, touch, sleep }) {
      for (let round = 0; round < 2; round += 1) {
        await sleep(300);
        await world.system.kill('simulator', 'SIGKILL');
        touch(1);
        await sleep(500);
        await world.system.restart('simulator');
      }
    },
  },
];
