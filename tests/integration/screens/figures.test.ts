import { createOmsClient, type OmsClient } from '../../../client';
import { exampleRequest } from '../../../reference-data/example-data';
import { eventually } from '../../support/eventually';
import { startSystem, type System } from '../../support/system';
import { ask, codes, follow } from '../gateway/client';
import { seedErrors } from '../retriggering/seeds';

interface Group {
  stage: string;
  code: string;
  count: number;
  explanation: { meaning: string };
}

interface Status {
  openErrors: number;
  errorGroups: Group[];
  nextRecoveryRunAt: string | null;
  counts: { accepted: number };
}

const GROUPS = 'query ($filter: ProcessingErrorFilter) { errorGroups(filter: $filter) { stage code count oldest newest explanation { meaning systemDoes whatToDo } } }';
const FOLLOW_STATUS = 'subscription { systemStatusChanged { openErrors nextRecoveryRunAt errorGroups { code count } counts { accepted } } }';

/** Documents of `theirs` and `ours` on their way to an engine that nobody speaks to, and errors of both. */
describe('the figures of the screens', () => {
  let system: System;
  let ours: string;
  let theirs: string;
  let operator: string;
  let client: OmsClient;

  beforeAll(async () => {
    system = await startSystem({ roles: { gateway: 1, relay: 1, jobs: 1, 'reference-data': 1 }, env: { RECOVERY_MS: '60000' }, simulator: false });
    [ours, theirs, operator] = await Promise.all([
      system.token({ tenant: 'ours', role: 'admin' }),
      system.token({ tenant: 'theirs', role: 'admin' }),
      system.token({ tenant: '*', role: 'operator' }),
    ]);
    client = createOmsClient({ url: system.gatewayUrl(), token: ours });
    await seedErrors(system.db, 3, { recoveryStatus: 'EXHAUSTED', status: 'FAILED', tenant: 'ours' });
    await seedErrors(system.db, 2, { recoveryStatus: 'PENDING', status: 'RETRY_SCHEDULED', tenant: 'ours', code: 'ENGINE_TIMEOUT' });
    await seedErrors(system.db, 4, { recoveryStatus: 'DISMISSED', status: 'FAILED', tenant: 'ours', code: 'POISON_MESSAGE' });
    await seedErrors(system.db, 5, { recoveryStatus: 'EXHAUSTED', status: 'FAILED', tenant: 'theirs', documentType: 'LETTER' });
  });
  afterAll(async () => {
    await client.close();
    await system.stop();
  });

  const groups = async (token: string, filter?: object) => {
    const answer = await ask(system.gatewayUrl(), token, GROUPS, { filter });
    expect(codes(answer)).toEqual([]);
    return (answer.data?.errorGroups as Group[]).map(({ code, count }) => [code, count]);
  };

  it('groups open errors by code, for administrators those of their tenant alone, whatever the filter', async () => {
    expect(await groups(ours)).toEqual([['ENGINE_REJECTED', 3], ['ENGINE_TIMEOUT', 2]]);
    expect(await groups(theirs)).toEqual([['ENGINE_REJECTED', 5]]);
    expect(await groups(operator)).toEqual([['ENGINE_REJECTED', 8], ['ENGINE_TIMEOUT', 2]]);
    expect(await groups(ours, { documentType: 'LETTER' })).toEqual([]);
    expect(await groups(operator, { documentType: 'LETTER' })).toEqual([['ENGINE_REJECTED', 5]]);
    expect(await groups(ours, { recoveryStatuses: ['DISMISSED'] })).toEqual([['POISON_MESSAGE', 4]]);
    expect(await groups(ours, { codes: ['ENGINE_TIMEOUT'] })).toEqual([['ENGINE_TIMEOUT', 2]]);
    expect(await groups(ours, { ids: [] })).toEqual([]);
  });

  it('tells what a code means, beside an error and beside a group', async () => {
    const answer = await ask(system.gatewayUrl(), ours, '{ errorGroups { code explanation { meaning whatToDo } } processingErrors(filter: { codes: ["ENGINE_TIMEOUT"] }) { edges { node { explanation { meaning whatToDo } } } } }');
    const [, group] = answer.data?.errorGroups as Group[];
    const [edge] = (answer.data?.processingErrors as { edges: { node: { explanation: unknown } }[] }).edges;
    expect(group).toMatchObject({ code: 'ENGINE_TIMEOUT', explanation: { meaning: expect.stringContaining('no document was made') as string } });
    expect(edge?.node.explanation).toEqual(group?.explanation);
  });

  it('follows the state of the system: at once, then as it changes, however many follow', async () => {
    const followers = Array.from({ length: 5 }, () => follow(system.gatewayUrl(), operator, FOLLOW_STATUS, {}, 2));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await client.submit(exampleRequest('INVOICE', 1));
    for (const { events, errors } of await Promise.all(followers)) {
      expect(errors).toEqual([]);
      const [first, second] = events.map((event) => event.systemStatusChanged as Status);
      expect(first).toMatchObject({ openErrors: 10, counts: { accepted: 0 } });
      expect(first?.errorGroups).toEqual([{ code: 'ENGINE_REJECTED', count: 8 }, { code: 'ENGINE_TIMEOUT', count: 2 }]);
      expect(second).toBeDefined();
    }
  });

  it('knows when recovery runs next', async () => {
    const next = await eventually('the schedule', async () => {
      const answer = await ask(system.gatewayUrl(), operator, '{ systemStatus { nextRecoveryRunAt } }');
      return (answer.data?.systemStatus as Status).nextRecoveryRunAt;
    });
    const ahead = Date.parse(next) - Date.now();
    expect(ahead).toBeGreaterThan(-5_000);
    expect(ahead).toBeLessThanOrEqual(60_000);
  });

  it('counts what happened, and how much each version of a type is used, for each tenant alone', async () => {
    await client.submitBatch([1, 2].map((n) => exampleRequest('POLICY_LETTER', n)));
    const accepted = async (token: string) => {
      const answer = await ask(system.gatewayUrl(), token, '{ throughput(minutes: 5) { accepted } }');
      return (answer.data?.throughput as { accepted: number }[]).reduce((sum, point) => sum + point.accepted, 0);
    };
    const used = async (token: string) => {
      const answer = await ask(system.gatewayUrl(), token, '{ documentType(code: "POLICY_LETTER") { requestCount } }');
      return (answer.data?.documentType as { requestCount: number }).requestCount;
    };
    await eventually('the figures', async () => (await accepted(operator)) >= 3 && (await accepted(ours)) >= 3);
    expect([await accepted(ours), await accepted(theirs), await accepted(operator)]).toEqual([3, 0, 3]);
    expect([await used(ours), await used(theirs)]).toEqual([2, 0]);
    expect(codes(await ask(system.gatewayUrl(), operator, '{ throughput(minutes: 0) { at } }'))).toEqual(['BAD_USER_INPUT']);
  });

  it('lists retrigger runs, newest first, to administrators those of their tenant alone', async () => {
    const start = (token: string) => ask(system.gatewayUrl(), token, 'mutation { retriggerErrors(filter: { codes: ["ENGINE_REJECTED"] }) { run { id } } }');
    const runOf = async (token: string) => ((await start(token)).data?.retriggerErrors as { run: { id: string } }).run.id;
    const [first, second] = [await runOf(ours), await runOf(theirs)];
    const list = async (token: string, after: string | null = null, firstN = 20) => {
      const answer = await ask(system.gatewayUrl(), token, 'query ($after: String, $first: Int) { retriggerRuns(after: $after, first: $first) { edges { cursor node { id selected } } pageInfo { hasNextPage endCursor } } }', { after, first: firstN });
      return answer.data?.retriggerRuns as { edges: { cursor: string; node: { id: string; selected: number } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    };
    expect((await list(ours)).edges.map(({ node }) => node)).toEqual([{ id: first, selected: 3 }]);
    expect((await list(theirs)).edges.map(({ node }) => node)).toEqual([{ id: second, selected: 5 }]);
    const page = await list(operator, null, 1);
    expect([page.edges.map(({ node }) => node.id), page.pageInfo.hasNextPage]).toEqual([[second], true]);
    expect((await list(operator, page.pageInfo.endCursor, 1)).edges.map(({ node }) => node.id)).toEqual([first]);
    expect(codes(await ask(system.gatewayUrl(), ours, 'query ($after: String) { retriggerRuns(after: $after) { edges { cursor } } }', { after: page.pageInfo.endCursor }))).toEqual(['BAD_USER_INPUT']);
  });
});
