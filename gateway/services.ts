/** The use cases behind the resolvers, each with what it stands on. */
import { currentAsOf } from '../feed/cursor';
import { timelines } from '../feed/read-events';
import { SharedReads, type GatewayServices } from '../resolvers';
import { auditedSaves, readAuditLog } from '../services/audit';
import { cancelRequest } from '../services/cancelling';
import { countDeadLetters, readDeadLetter, readDeadLetters, replayDeadLetters } from '../services/dead-letters';
import { dismissErrors, reopenErrors } from '../services/dismissing';
import { eventRecords, followErrors, followRun, followStatus } from '../services/operations';
import { createErrorReader, createRequestReader } from '../services/reading';
import { readRun, readRunErrors, readRuns, resumeRun, retriggerErrors, stopRun } from '../services/retriggering';
import { requestCounts, Throughput } from '../services/rollup';
import type { GatewayDeps } from './deps';

export function gatewayServices(deps: GatewayDeps): GatewayServices {
  const { database, cursors, config, operationsNews: news } = deps;
  const reader = createRequestReader({ database, cursors });
  const throughput = new Throughput(database);
  const replaying = { database, store: deps.deadLetterShelf, producer: deps.producer, logger: deps.logger, limit: config.limits.page };
  const acting = { database, limit: config.limits.errors };
  return {
    submission: deps.submission,
    cancel: (caller, id, reason) => cancelRequest({ database }, caller, id, reason),
    reader,
    errors: createErrorReader({ database, cursors }),
    control: {
      retrigger: (caller, input) => retriggerErrors(acting, caller, input),
      dismiss: (caller, input) => dismissErrors(acting, caller, input),
      reopen: (caller, input) => reopenErrors(acting, caller, input),
      stopRun: (caller, id) => stopRun(database, caller, id),
      resumeRun: (caller, id) => resumeRun(database, caller, id),
      run: (scope, id) => readRun(database, scope, id),
      runs: (scope, first, after) => readRuns({ database, cursors }, scope, first, after),
      runErrors: (scope, id, first, after) => readRunErrors({ database, cursors }, scope, id, first, after),
      followRun: (scope, id) => followRun({ database, news }, scope, id),
      followErrors: (scope, filter) => followErrors({ database, news, bufferSize: config.subscriberBuffer }, scope, filter),
    },
    operations: {
      errorGroups: (scope, filter) => deps.errorGroups.of(scope, filter),
      throughput: (scope, minutes) => throughput.of(scope, minutes),
      followStatus: () => followStatus(deps.systemStatus),
      eventRecords: (events) => eventRecords(database, events),
    },
    deadLetters: {
      page: (query, first, after) => readDeadLetters({ database, cursors }, query, first, after),
      count: (query) => countDeadLetters(database, query),
      byId: (id) => readDeadLetter(database, id),
      replay: (caller, ids, note) => replayDeadLetters(replaying, caller, ids, note),
    },
    auditLog: (scope, query, first, after) => readAuditLog({ database, cursors }, scope, query, first, after),
    systemStatus: deps.systemStatus,
    requestCounts: (tenant, versions) => requestCounts(database, tenant, versions),
    traceUrl: (traceId) => config.traceUrlTemplate?.replace('{traceId}', traceId) ?? null,
    shared: new SharedReads(reader, () => currentAsOf(database)),
    referenceData: deps.referenceData,
    saves: auditedSaves({ database, referenceData: deps.referenceData, logger: deps.logger }),
    subscriptions: deps.feedSubscriptions,
    cursors,
    timelines: (ids) => timelines(database, ids),
    pageLimit: config.limits.page,
  };
}
