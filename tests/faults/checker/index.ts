/** Proves the invariants for one tenant's requests once faults have stopped and everything has had its chance. */
import type { SeenEvent } from '../flow/subscriber';
import type { Api, ShownRequest } from './api';
import { readEngineLedger, type EngineLedger } from './engine';
import { asStatus, type StatusRecord, type Topics } from './topics';
import { faultsOfTimeline } from './transitions';

export interface Verdict {
  /** Sentences, by what is broken; the run's figures are their numbers. */
  readonly lost: readonly string[];
  readonly duplicated: readonly string[];
  readonly gaps: readonly string[];
  readonly violations: readonly string[];
  readonly requests: number;
  /** Records on the status topics that were published more than once, and jobs that made nothing. */
  readonly redeliveries: number;
}

export interface Evidence {
  readonly tenant: string;
  /** Ids that a client was given. */
  readonly accepted: ReadonlySet<string>;
  /** Ids whose cancellation was confirmed to a client. */
  readonly cancelled: ReadonlySet<string>;
  readonly seen: readonly SeenEvent[];
  /** Why the subscriber gave up, if it did. */
  readonly subscriberFailure: string | null;
  readonly api: Api;
  /** Null where what lay on them is gone. */
  readonly topics: Topics | null;
  readonly engineUrl: string;
  /** Jobs without documents before the scenario. */
  readonly emptyJobsBefore: number;
}

export async function check(evidence: Evidence): Promise<Verdict> {
  const { accepted, api, tenant } = evidence;
  const [requests, ledger, records] = await Promise.all([
    api.requests(),
    readEngineLedger(evidence.engineUrl),
    evidence.topics?.read(['oms.status.v1', 'oms.final-status.v1']) ?? [],
  ]);
  const found = { lost: [] as string[], duplicated: [] as string[], gaps: [] as string[], violations: [] as string[] };
  const known = new Map(requests.map((request) => [request.id, request]));
  const of = (topic: string) => records.filter((record) => record.topic === topic).flatMap((record) => asStatus(record) ?? []).filter((each) => each.tenant === tenant);
  const status = of('oms.status.v1');
  const final = of('oms.final-status.v1');

  for (const id of accepted) {
    const request = known.get(id);
    if (!request) found.lost.push(`${id}: accepted, and unknown now`);
    else if (request.status !== (evidence.cancelled.has(id) ? 'CANCELLED' : 'COMPLETED')) found.lost.push(`${id}: accepted, and ${sayState(request)}`);
  }
  for (const request of requests) {
    const { gaps, violations } = faultsOfTimeline(request.timeline);
    found.gaps.push(...gaps.map((fault) => `${request.id}: ${fault}`));
    found.violations.push(...violations.map((fault) => `${request.id}: ${fault}`));
    const last = request.timeline.at(-1);
    if (last?.status !== request.status || last.sequence !== request.sequence) found.violations.push(`${request.id}: ${request.status} ${request.sequence}, and its timeline ends with ${last?.status} ${last?.sequence}`);
    if (!accepted.has(request.id) && !request.final) found.lost.push(`${request.id}: stored, its answer lost, and ${sayState(request)}`);
  }
  found.duplicated.push(...doubledRenders(ledger, known));
  found.violations.push(...(await faultsOfOutputs(requests, ledger, api)));
  if (evidence.topics) found.violations.push(...faultsOfTopics(requests, status, final));
  if (evidence.subscriberFailure) found.violations.push(`the subscriber was given up on: ${evidence.subscriberFailure}`);
  found.gaps.push(...faultsOfSubscriber(requests, evidence.seen));
  const repeats = status.length + final.length - new Set(status.map((each) => each.eventId)).size - new Set(final.map((each) => each.eventId)).size;
  return { ...found, requests: requests.length, redeliveries: repeats + ledger.emptyJobs - evidence.emptyJobsBefore };
}

function sayState({ status, timeline, errors }: ShownRequest): string {
  const open = errors.find(({ recoveryStatus }) => ['PENDING', 'RETRYING', 'EXHAUSTED'].includes(recoveryStatus));
  const error = open ? `open error ${open.code} ${open.recoveryStatus}` : 'no open error';
  return `${status} (${error}; ${timeline.map((step) => step.status).join(' → ')}; ${timeline.at(-1)?.message ?? 'no message'})`;
}

/** No (request, attempt) is rendered twice by bulk jobs, and nothing is rendered that nobody asked for. */
function doubledRenders(ledger: EngineLedger, known: ReadonlyMap<string, ShownRequest>): string[] {
  const times = new Map<string, number>();
  for (const { requestId, attempt, rendered } of ledger.bulk) {
    if (rendered && known.has(requestId)) times.set(`${requestId} attempt ${attempt}`, (times.get(`${requestId} attempt ${attempt}`) ?? 0) + 1);
  }
  return [...times].filter(([, count]) => count > 1).map(([key, count]) => `${key}: made ${count} times`);
}

async function faultsOfOutputs(requests: readonly ShownRequest[], ledger: EngineLedger, api: Api): Promise<string[]> {
  const found: string[] = [];
  const renders = new Map<string, Set<string>>();
  for (const { requestId, sha256 } of [...ledger.bulk, ...ledger.onDemand]) {
    if (sha256) renders.set(requestId, (renders.get(requestId) ?? new Set()).add(sha256));
  }
  const stored = await api.downloadedHashes(requests);
  for (const { id, status, output } of requests) {
    if ((status === 'COMPLETED') !== (output !== null)) found.push(`${id}: ${status}, and ${output ? 'an' : 'no'} output`);
    if (!output) continue;
    if (!renders.get(id)?.has(output.sha256)) found.push(`${id}: its output is none of its own renders`);
    if (stored.get(id) !== output.sha256) found.push(`${id}: what is downloaded is not what was recorded`);
  }
  return found;
}

/** First appearances are in order and whole, each with its status; finality is told of once for each time, repeats under the same id. */
function faultsOfTopics(requests: readonly ShownRequest[], status: readonly StatusRecord[], final: readonly StatusRecord[]): string[] {
  const found: string[] = [];
  const told = groupByRequest(status);
  const toldFinal = groupByRequest(final);
  for (const { id, timeline } of requests) {
    const first = firstAppearances(told.get(id) ?? []);
    const expected = timeline.map((step) => `${step.sequence} ${step.status}`);
    if (first.join() !== expected.join()) found.push(`${id}: the topic shows ${first.join(', ') || 'nothing'}; the timeline is ${expected.join(', ')}`);
    const finals = timeline.filter((step) => step.final).map((step) => `${id}:${step.sequence}`);
    const toldIds = [...new Set((toldFinal.get(id) ?? []).map((each) => each.eventId))];
    if (toldIds.join() !== finals.join()) found.push(`${id}: final-status events ${toldIds.join(', ') || 'none'}, expected ${finals.join(', ') || 'none'}`);
  }
  return found;
}

function firstAppearances(records: readonly StatusRecord[]): string[] {
  return [...new Map(records.map(({ sequence, status }) => [`${sequence} ${status}`, sequence])).keys()];
}

function groupByRequest<T extends { readonly requestId: string }>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.requestId);
    if (group) group.push(item);
    else groups.set(item.requestId, [item]);
  }
  return groups;
}

/** What a subscriber saw is the timeline: nothing left out, nothing twice, nothing out of order. */
function faultsOfSubscriber(requests: readonly ShownRequest[], seen: readonly SeenEvent[]): string[] {
  const shown = groupByRequest(seen);
  return requests.flatMap(({ id, timeline }) => {
    const saw = (shown.get(id) ?? []).map((event) => `${event.sequence} ${event.status}`).join(', ');
    const expected = timeline.map((step) => `${step.sequence} ${step.status}`).join(', ');
    return saw === expected ? [] : [`${id}: the subscriber saw ${saw || 'nothing'}; the timeline is ${expected}`];
  });
}
