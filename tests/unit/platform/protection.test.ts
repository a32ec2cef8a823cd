import { setTimeout as sleep } from 'node:timers/promises';
import { Circuit } from '../../../platform/protection/circuit';
import { GuardedApi } from '../../../platform/protection/guarded-api';
import { RateLimit } from '../../../platform/protection/rate-limit';
import { retryAfterMs } from '../../../platform/protection/retry-after';

class Sick extends Error {
  constructor(readonly retryAfterMs = 0) {
    super('sick');
  }
}

const SETTINGS = { failuresToOpen: 3, openMs: 40, openMaxMs: 80, concurrency: 2, callsPerSecond: 1_000 };

/** An API that is well or not, and counts its calls. */
function api() {
  const state = { well: true, calls: 0, probes: 0 };
  const call = async (retryAfterMs = 0) => {
    state.calls += 1;
    if (!state.well) throw new Sick(retryAfterMs);
    return 'answer';
  };
  const judging = {
    counts: (error: unknown) => error instanceof Sick,
    retryAfterMs: (error: unknown) => (error instanceof Sick ? error.retryAfterMs : 0),
    probe: async () => {
      state.probes += 1;
      if (!state.well) throw new Sick();
    },
  };
  return { state, call, judging };
}

describe('the breaker of an outside API', () => {
  it('opens after failures in a row, makes no call while open, and closes by itself', async () => {
    const { state, call, judging } = api();
    const circuit = new Circuit({ ...SETTINGS, ...judging });
    const seen: string[] = [];
    circuit.onChange((now) => seen.push(now));
    state.well = false;
    for (let n = 0; n < 5; n += 1) await expect(circuit.execute(() => call())).rejects.toThrow();
    expect(state.calls).toBe(3);
    expect([circuit.state, circuit.closedForMs()]).toEqual(['open', 0]);
    const waiting = circuit.untilClosed();
    await sleep(100);
    state.well = true;
    await waiting;
    expect(state.probes).toBeGreaterThan(1);
    expect([seen[0], seen.at(-1)]).toEqual(['open', 'closed']);
    await expect(circuit.execute(() => call())).resolves.toBe('answer');
  });

  it('leaves alone an API that says Retry-After, from its first failure and for as long as it says', async () => {
    const { state, call, judging } = api();
    const circuit = new Circuit({ ...SETTINGS, ...judging });
    state.well = false;
    const toldAt = performance.now();
    await expect(circuit.execute(() => call(400))).rejects.toThrow('sick');
    state.well = true;
    await circuit.untilClosed();
    expect(performance.now() - toldAt).toBeGreaterThanOrEqual(399);
    expect(state.probes).toBe(1);
  });

  it('does not open for answers that refuse one call, which show that the API is well', async () => {
    const { state, call, judging } = api();
    const circuit = new Circuit({ ...SETTINGS, ...judging });
    state.well = false;
    for (let n = 0; n < 8; n += 1) {
      await circuit.execute(() => call()).catch(() => undefined);
      await circuit.execute(() => Promise.reject(new Error('404'))).catch(() => undefined);
    }
    expect(circuit.state).toBe('closed');
  });
});

describe('a guarded API', () => {
  const guarded = (judging: ReturnType<typeof api>['judging']) =>
    new GuardedApi({ ...judging, settings: SETTINGS, isBlip: (error) => error instanceof Sick, refusal: () => new Error('not called') });

  it('repeats a blip once where that is harmless, and never otherwise', async () => {
    const { state, call, judging } = api();
    const guard = guarded(judging);
    state.well = false;
    await expect(guard.call(() => call(), { repeatable: false })).rejects.toThrow('sick');
    expect(state.calls).toBe(1);
    await expect(guard.call(() => call(), { repeatable: true })).rejects.toThrow('sick');
    expect(state.calls).toBe(3);
    await expect(guard.call(() => call(), { repeatable: false })).rejects.toThrow('not called');
  });

  it('makes no more calls at once than it may', async () => {
    const guard = guarded(api().judging);
    let now = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, (now += 1));
      await sleep(5);
      now -= 1;
    };
    await Promise.all(Array.from({ length: 10 }, () => guard.call(work, { repeatable: false })));
    expect(most).toBe(SETTINGS.concurrency);
  });

  it('spreads a flood over time', async () => {
    const limit = new RateLimit(50);
    const begun = performance.now();
    await Promise.all(Array.from({ length: 60 }, () => limit.pass()));
    expect(performance.now() - begun).toBeGreaterThan(180);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-24T10:00:00Z');

  test.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['1.5', 1_500],
    ['Tue, 24 Nov 2026 10:00:30 GMT', 30_000],
    ['Tue, 24 Nov 2026 09:00:00 GMT', 0],
    ['99999999999', 300_000],
    ['Tue, 24 Nov 2036 10:00:00 GMT', 300_000],
    ['soon', undefined],
    ['-5', undefined],
    ['', undefined],
    [null, undefined],
  ])('%s is %s ms', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});
