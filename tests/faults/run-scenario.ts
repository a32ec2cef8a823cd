/** One scenario from its first document to its verdict. */
import { setTimeout as sleep } from 'node:timers/promises';
import { check, type Verdict } from './checker';
import { Api } from './checker/api';
import { readEngineLedger } from './checker/engine';
import { Topics } from './checker/topics';
import { importParties } from './flow/parties';
import { Submitter } from './flow/submitter';
import { Subscriber } from './flow/subscriber';
import { Chance } from './random';
import type { Scenario, Scene } from './scenario';
import type { World } from './world';
import { standstill } from './world/standstill';

export interface Outcome extends Verdict {
  readonly name: string;
  readonly skipped: string | null;
  /** Not final when the fault began, and at its end. */
  readonly inFlight: number;
  readonly touched: number;
  /** Batches that another process had to take over. */
  readonly takeovers: number;
  readonly seconds: number;
  /** Where work stood when it was waited for no longer. */
  readonly standing: readonly string[];
}

export interface RunOptions {
  readonly seed: number;
  readonly quick: boolean;
}

/** A promise that somebody keeps later. */
class Gate {
  open: () => void = () => undefined;
  readonly passed = new Promise<void>((resolve) => (this.open = resolve));
}

/** Everything must be final within this time after the faults stopped. */
const SETTLES_WITHIN_MS = 150_000;

export async function runScenario(world: World, scenario: Scenario, { seed, quick }: RunOptions): Promise<Outcome> {
  const begunMs = Date.now();
  const { system } = world;
  const tenant = `fault-${scenario.name}`;
  const token = (role: 'client' | 'admin' | 'operator') => system.token({ role, tenant: role === 'operator' ? '*' : tenant });
  const gatewayPorts = () => Array.from({ length: world.count('gateway') }, (_, index) => Number(new URL(system.gatewayUrl(index)).port));
  const chance = new Chance(seed, scenario.name);
  const topics = new Topics(world.infrastructure.kafka.map(({ address }) => address), system.env.KAFKA_PREFIX ?? '');
  const api = new Api({ url: system.gatewayUrl(world.count('gateway') - 1), adminToken: await token('admin') });
  if (scenario.withParty) await importParties(`http://127.0.0.1:${system.env.REFERENCE_DATA_PORT}`, await token('admin'));
  const documents = scenario.documents ?? (quick ? 30 : 60);
  const subscriber = await Subscriber.start({ gatewayPorts, token: await token('client') });
  const submitter = new Submitter({
    url: system.gatewayUrl(),
    token: await token('client'),
    name: `${scenario.name}-${begunMs}`,
    documents,
    chance: new Chance(seed, 'documents'),
    withParty: scenario.withParty ?? false,
    paceMs: scenario.paceMs,
  });
  const [emptyJobsBefore, takeoversBefore] = await Promise.all([readEngineLedger(world.engineUrl).then((ledger) => ledger.emptyJobs), takeovers(world)]);
  const own: string[] = [];
  const cancelled = new Set<string>();
  let touched = 0;
  const scene: Scene = {
    world, chance, tenant, api, topics, quick, cancelled, token,
    accepted: submitter.accepted,
    refusals: () => submitter.repeats,
    touch: (times) => void (touched += times),
    violate: (sentence) => void own.push(sentence),
    untilAccepted: async (count) => {
      while (submitter.accepted.size < Math.min(count, documents)) await sleep(20);
    },
    sleep: (ms) => sleep(ms),
  };
  for (const proxy of world.proxies) proxy.takeTouched();
  try {
    let failure: Error | null = null;
    const fault = new Gate();
    const flowing = submitter.run(fault.passed).catch((error: Error) => void (failure = error));
    await Promise.race([scene.untilAccepted(documents / 4), flowing]);
    const inFlight = await api.inFlight();
    await scenario.inject(scene).finally(() => fault.open());
    touched += world.proxies.reduce((sum, proxy) => sum + proxy.takeTouched(), 0) + (await world.engineFaultHits().catch(() => 0));
    await world.heal();
    await flowing;
    if (failure) throw failure as Error;
    const standing = (await settled(world, api, submitter.accepted.size)) ? [] : await standstill(world, topics);
    await caughtUp(api, subscriber);
    const verdict = await check({
      tenant, accepted: submitter.accepted, cancelled, seen: subscriber.seen, subscriberFailure: subscriber.gaveUp, api,
      topics: scenario.withoutTopics ? null : topics, engineUrl: world.engineUrl, emptyJobsBefore,
    });
    if (touched === 0) own.push('the fault touched nothing');
    if (inFlight === 0) own.push('nothing was in flight when the fault began');
    return {
      ...verdict,
      violations: [...verdict.violations, ...own],
      name: scenario.name,
      skipped: null,
      inFlight,
      touched,
      takeovers: (await takeovers(world)) - takeoversBefore,
      seconds: (Date.now() - begunMs) / 1000,
      standing,
    };
  } finally {
    await Promise.all([submitter.close(), subscriber.stop(), api.close()]);
  }
}

/** Waits until all is final; what ended FAILED is brought back by an administrator, as often as it takes. @returns false where it was waited for in vain */
async function settled(world: World, api: Api, documents: number): Promise<boolean> {
  const giveUpMs = Date.now() + SETTLES_WITHIN_MS;
  while (Date.now() < giveUpMs) {
    await world.supervise();
    const { COMPLETED, CANCELLED, FAILED, ...moving } = await api.counts();
    const busy = Object.values(moving).some((count) => count > 0);
    if (!busy && FAILED === 0 && COMPLETED + CANCELLED >= documents) return true;
    if (!busy && FAILED > 0) await api.retriggerExhausted();
    await sleep(100);
  }
  return false;
}

/** The subscriber's last event may be on its way while all is final already. */
async function caughtUp(api: Api, subscriber: Subscriber): Promise<void> {
  const requests = await api.requests();
  const expected = requests.reduce((sum, { timeline }) => sum + timeline.length, 0);
  const ids = new Set(requests.map(({ id }) => id));
  const giveUpMs = Date.now() + 15_000;
  while (Date.now() < giveUpMs && subscriber.seen.filter(({ requestId }) => ids.has(requestId)).length < expected) await sleep(50);
}

/** Of batches whose lease ran out, since the database was made. */
async function takeovers(world: World): Promise<number> {
  for (let index = world.count('gateway') - 1; index >= 0; index -= 1) {
    const text = await fetch(`${world.system.gatewayUrl(index)}/metrics`).then((answer) => answer.text(), () => '');
    const match = /^oms_sweep_repairs_total\{sweep="expired-leases"\} (\d+)/m.exec(text);
    if (text) return Number(match?.[1] ?? 0);
  }
  return 0;
}
