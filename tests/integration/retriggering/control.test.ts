import { createOmsClient, type OmsClient } from '../../../client';
import { rows } from '../../../models/database';
import { eventually } from '../../support/eventually';
import { addFault } from '../../support/invariants';
import { startSystem, type System } from '../../support/system';
import { allCompleted, submitLetters } from '../claims/world';
import { ask, codes, follow } from '../gateway/client';

const COUNT = 24;
const RUN = '{ id state selected released recovered failedAgain skipped startedBy finishedAt }';
const RETRIGGER = `mutation ($filter: ProcessingErrorFilter!, $canary: Int) {
  retriggerErrors(filter: $filter, canary: $canary, note: "engine mended") { retriggered run ${RUN} errors { id request { id } } userErrors { code } }
}`;
const RESUME = `mutation ($id: ID!) { resumeRetriggerRun(id: $id) { run ${RUN} userErrors { code message } } }`;
const STOP = `mutation ($id: ID!) { stopRetriggerRun(id: $id) { run { state } userErrors { code message } } }`;
const PROGRESS = `subscription ($id: ID!) { retriggerRunProgress(id: $id) ${RUN} }`;
const FEED = 'subscription ($filter: ProcessingErrorFilter) { errorFeed(filter: $filter) { code recoveryStatus request { id } } }';

interface Run {
  id: string;
  state: string;
  selected: number;
  released: number;
  recovered: number;
  failedAgain: number;
  skipped: number;
}

describe('administrators', () => {
  let system: System;
  let client: OmsClient;
  let admin: string;
  let ids: string[];
  let runId: string;

  beforeAll(async () => {
    system = await startSystem({
      roles: { gateway: 2, relay: 1, processing: 1, monitoring: 1, 'reference-data': 1, jobs: 1 },
      env: { RETRIGGER_PER_SECOND: '20' },
      simulator: { SIMULATOR_RENDERER: 'load', SIMULATOR_RENDER_MS: '5' },
    });
    client = createOmsClient({ url: system.gatewayUrl(), token: await system.token() });
    admin = await system.token({ role: 'admin' });
  });
  afterAll(async () => {
    await client.close();
    await system.stop();
  });

  /** What the feed showed of each request, in order. */
  const byRequest = (events: Record<string, unknown>[]) => {
    const seen = new Map<string, string[]>();
    for (const { errorFeed } of events as { errorFeed: { recoveryStatus: string; request: { id: string } } }[]) {
      seen.set(errorFeed.request.id, [...(seen.get(errorFeed.request.id) ?? []), errorFeed.recoveryStatus]);
    }
    return seen;
  };
  const run = async (url = system.gatewayUrl()) =>
    (await ask(url, admin, `query ($id: ID!) { retriggerRun(id: $id) ${RUN} }`, { id: runId })).data?.retriggerRun as Run;

  it('see errors as they are recorded, and list them with exact totals', async () => {
    await addFault(system, { call: 'submitJob', fault: 'status', status: 400 });
    const feed = follow(system.gatewayUrl(1), admin, FEED, { filter: { codes: ['ENGINE_REJECTED'] } }, COUNT);
    // A subscription has no answer of its own that says it has begun.
    await new Promise((resolve) => setTimeout(resolve, 500));
    ids = await submitLetters(client, COUNT);
    const seen = byRequest((await feed).events);
    expect([...seen.keys()].sort()).toEqual([...ids].sort());
    expect([...seen.values()]).toEqual(ids.map(() => ['EXHAUSTED']));

    const list = `query ($filter: ProcessingErrorFilter, $after: String) {
      processingErrors(filter: $filter, first: 10, after: $after) { totalCount totalCountExact pageInfo { hasNextPage endCursor } edges { node { id request { id } } } }
    }`;
    const found: string[] = [];
    for (let after: string | null = null; ; ) {
      const answer = await ask(system.gatewayUrl(), admin, list, { filter: { recoveryStatuses: ['EXHAUSTED', 'PENDING'] }, after });
      const page = answer.data?.processingErrors as { totalCount: number; totalCountExact: boolean; pageInfo: { hasNextPage: boolean; endCursor: string }; edges: { node: { request: { id: string } } }[] };
      expect([page.totalCount, page.totalCountExact]).toEqual([COUNT, true]);
      found.push(...page.edges.map(({ node }) => node.request.id));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(found.sort()).toEqual([...ids].sort());
    expect(codes(await ask(system.gatewayUrl(), admin, list, { after: 'broken' }))).toEqual(['BAD_USER_INPUT']);
    const other = await ask(system.gatewayUrl(), await system.token({ role: 'admin', tenant: 'another' }), list, {});
    expect(other.data?.processingErrors).toMatchObject({ totalCount: 0, edges: [] });
  });

  it('retrigger with canaries, which stop the run when they fail again', async () => {
    const feed = follow(system.gatewayUrl(1), admin, FEED, {}, 6);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const answer = await ask(system.gatewayUrl(), admin, RETRIGGER, { filter: { requestIds: ids }, canary: 2 });
    const payload = answer.data?.retriggerErrors as { retriggered: number; run: Run; errors: unknown[]; userErrors: unknown[] };
    expect(payload).toMatchObject({ retriggered: COUNT, run: { state: 'CANARY', selected: COUNT }, userErrors: [] });
    expect(payload.errors).toHaveLength(COUNT);
    runId = payload.run.id;
    const progress = await follow(system.gatewayUrl(1), admin, PROGRESS, { id: runId });
    expect(progress.errors).toEqual([]);
    expect((progress.events.at(-1) as { retriggerRunProgress: Run }).retriggerRunProgress).toMatchObject({ state: 'STOPPED', released: 2, failedAgain: 2, recovered: 0, skipped: 0 });
    expect([...byRequest((await feed).events).values()]).toEqual([['RETRYING', 'FAILED_AGAIN', 'EXHAUSTED'], ['RETRYING', 'FAILED_AGAIN', 'EXHAUSTED']]);
    const again = await ask(system.gatewayUrl(), admin, STOP, { id: runId });
    expect(again.data?.stopRetriggerRun).toMatchObject({ run: { state: 'STOPPED' }, userErrors: [{ code: 'BAD_USER_INPUT', message: expect.stringContaining('STOPPED') as string }] });
  });

  it('resume it, and it goes on to its end although who drives it is killed in the middle of a step, before and after the commit', async () => {
    await fetch(`${system.simulatorUrl}/_simulator/faults`, { method: 'DELETE' });
    await system.kill('jobs', 'SIGKILL');
    const first = await system.spawnRole('jobs', { CRASH_AT: 'retrigger:before-commit:2' }, false);
    const resumed = await ask(system.gatewayUrl(), admin, RESUME, { id: runId });
    expect(resumed.data?.resumeRetriggerRun).toMatchObject({ run: { state: 'RUNNING', finishedAt: null }, userErrors: [] });
    await system.processes.exited('jobs', first);
    expect((await run()).released).toBeLessThan(COUNT);
    await system.processes.exited('jobs', await system.spawnRole('jobs', { CRASH_AT: 'retrigger:after-commit:1' }, false));
    await system.spawnRole('jobs');
    const done = await eventually('the run to be done', async () => {
      const now = await run(system.gatewayUrl(1));
      return now.state === 'DONE' ? now : null;
    });
    expect(done).toMatchObject({ selected: COUNT, released: COUNT, recovered: COUNT - 2, failedAgain: 2, skipped: 0, startedBy: expect.any(String) as string });
    const each = await rows(system.db, `SELECT key, count(*) AS n FROM (SELECT request_id AS key FROM status_events WHERE cause = 'RETRIGGER' AND status = 'PROCESSING') e GROUP BY key HAVING count(*) > 1`);
    expect(each).toEqual([]);
  });

  it('retrigger what failed again too, and everything is COMPLETED, once', async () => {
    const answer = await ask(system.gatewayUrl(), admin, RETRIGGER, { filter: { recoveryStatuses: ['EXHAUSTED'] } });
    const { run: started } = answer.data?.retriggerErrors as { run: Run };
    expect(started).toMatchObject({ state: 'RUNNING', selected: 2 });
    const progress = await follow(system.gatewayUrl(), admin, PROGRESS, { id: started.id });
    const seen = progress.events.map((event) => event.retriggerRunProgress as Run);
    expect(seen.at(-1)).toMatchObject({ state: 'DONE', recovered: 2, failedAgain: 0, skipped: 0 });
    for (const { recovered, failedAgain, skipped, selected } of seen) expect(recovered + failedAgain + skipped).toBeLessThanOrEqual(selected);
    await allCompleted(system, ids);
    const errors = await ask(system.gatewayUrl(), admin, `query ($id: ID!) { retriggerRun(id: $id) { errors(first: 1) { totalCount totalCountExact pageInfo { hasNextPage } edges { outcome node { recoveryStatus } } } } }`, { id: started.id });
    expect(errors.data?.retriggerRun).toEqual({
      errors: { totalCount: 2, totalCountExact: true, pageInfo: { hasNextPage: true }, edges: [{ outcome: 'RECOVERED', node: { recoveryStatus: 'RECOVERED' } }] },
    });
  });

  it('are told NOT_FOUND of a run that is not theirs', async () => {
    const stranger = await system.token({ role: 'admin', tenant: 'another' });
    expect(codes(await ask(system.gatewayUrl(), stranger, STOP, { id: runId }))).toEqual(['NOT_FOUND']);
    expect(codes(await ask(system.gatewayUrl(), stranger, RESUME, { id: 'no-id' }))).toEqual(['NOT_FOUND']);
    expect(codes(await follow(system.gatewayUrl(), stranger, PROGRESS, { id: runId }))).toEqual(['NOT_FOUND']);
    expect((await ask(system.gatewayUrl(), stranger, `{ retriggerRun(id: "${runId}") { id } }`)).data).toEqual({ retriggerRun: null });
  });
});
