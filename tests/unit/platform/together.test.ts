import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '../../../platform/service';
import { together } from '../../../platform/together';

const told: string[] = [];
beforeEach(() => void told.splice(0));

function service(name: string, { stopMs = 0, fails = false, ready = true } = {}): Service {
  return {
    name,
    start: () => Promise.resolve(void told.push(`${name} started`)),
    async stop() {
      await sleep(stopMs);
      told.push(`${name} stopped`);
      if (fails) throw new Error('stuck');
    },
    readiness: () => (ready ? { ready } : { ready, reason: 'not yet' }),
  };
}

it('starts in order, and stops groups beside each other, each from its last to its first', async () => {
  const all = together('all', [[service('a1'), service('a2', { stopMs: 60 })], [service('b1'), service('b2', { stopMs: 20 })]]);
  await all.start();
  expect(told.splice(0)).toEqual(['a1 started', 'a2 started', 'b1 started', 'b2 started']);
  await all.stop();
  expect(told).toEqual(['b2 stopped', 'b1 stopped', 'a2 stopped', 'a1 stopped']);
});

it('stops what comes before one that stops badly, and tells of it', async () => {
  const all = together('all', [[service('a1'), service('a2', { fails: true })], [service('b1')]]);
  await all.start();
  await expect(all.stop()).rejects.toThrow('a2: stuck');
  expect(told.filter((line) => line.endsWith('stopped')).sort()).toEqual(['a1 stopped', 'a2 stopped', 'b1 stopped']);
});

it('stops only what was started, and is ready when all are', async () => {
  const all = together('all', [[service('a1')], [service('b1', { ready: false })]]);
  expect(all.readiness()).toEqual({ ready: false, reason: 'b1: not yet' });
  await all.stop();
  expect(told).toEqual([]);
});
