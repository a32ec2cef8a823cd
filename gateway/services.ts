/** The use cases behind the resolvers, each with what it stands on. */
import { currentAsOf } from '../feed/cursor';
import { timelines } from '../feed/read-events';
import { SharedReads, type GatewayServices } from '../resolvers';
import { cancelRequest } from '../services/cancelling';
import { dismissErrors, reopenErrors } from '../services/dismissing';
import { followErrors, followRun } from '../services/operations';
import { createErrorReader, createRequestReader } from '../services/reading';
import { readRun, readRunErrors, resumeRun, retriggerErrors, stopRun } from '../services/retriggering';
import type { GatewayDeps } from './deps';

export function gatewayServices(deps: GatewayDeps): GatewayServices {
  const { database, cursors, config, operationsNews: news } = deps;
  const reader = createRequestReader({ database, cursors });
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
      runErrors: (scope, id, first, after) => readRunErrors({ database, cursors }, scope, id, first, after),
      followRun: (scope, id) => followRun({ database, news }, scope, id),
      followErrors: (scope, filter) => followErrors({ database, news, bufferSize: config.subscriberBuffer }, scope, filter),
    },
    systemStatus: deps.systemStatus,
    shared: new SharedReads(reader, () => currentAsOf(database)),
    referenceData: deps.referenceData,
    subscriptions: deps.feedSubscriptions,
    cursors,
    timelines: (ids) => timelines(database, ids),
    pageLimit: config.limits.page,
  };
}
