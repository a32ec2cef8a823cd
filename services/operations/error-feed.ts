/** errorFeed: errors as they are recorded and as their recovery status changes, each as it was at that moment. */
import type { Sequelize } from 'sequelize';
import { iterate, pause } from '../../feed/live/iteration';
import { SubscriberTooSlow } from '../../feed/subscriptions';
import type { ChangedError } from '../../events/schemas';
import { rows } from '../../models/database';
import { Binds, errorConditions, type ErrorFilter } from '../reading';
import { ERROR_COLUMNS, type ErrorRow } from '../reading/rows';
import { isDatabaseUnavailable } from '../unavailable';
import type { OperationsNews } from './news';

export type FeedError = ErrorRow;

export interface ErrorFeedDeps {
  readonly database: Sequelize;
  readonly news: OperationsNews;
  /** Events of up to 40 errors each that may wait for one subscriber. */
  readonly bufferSize: number;
}

const RETRY_MS = 500;

/** Live, from the first `next()` on: whoever comes back lists first. Ends with SubscriberTooSlow for one that does not keep up. */
export function followErrors(deps: ErrorFeedDeps, scope: string | null, filter: ErrorFilter): AsyncIterableIterator<FeedError> {
  return iterate((signal) => follow(deps, scope, filter, signal));
}

async function* follow(deps: ErrorFeedDeps, scope: string | null, filter: ErrorFilter, signal: AbortSignal): AsyncGenerator<FeedError, void, undefined> {
  const waiting: (readonly ChangedError[])[] = [];
  const statuses = filter.recoveryStatuses ? new Set(filter.recoveryStatuses) : null;
  let overflowed = false;
  let wake: () => void = () => undefined;
  const leave = deps.news.listen({
    errorsChanged: (tenant, errors) => {
      if (scope !== null && tenant !== scope) return;
      const wanted = errors.filter(({ recoveryStatus }) => statuses?.has(recoveryStatus) ?? true);
      if (wanted.length === 0) return;
      if (waiting.length >= deps.bufferSize) overflowed = true;
      else waiting.push(wanted);
      wake();
    },
  });
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    while (!signal.aborted) {
      if (overflowed) throw new SubscriberTooSlow();
      const changed = waiting.shift();
      if (!changed) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      for (const error of await matching(deps.database, scope, filter, changed, signal)) yield error;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    leave();
  }
}

/** Those of them that the filter means, with what never changes read from the database and what does taken from the event. */
async function matching(
  db: Sequelize,
  scope: string | null,
  filter: ErrorFilter,
  changed: readonly ChangedError[],
  signal: AbortSignal,
): Promise<FeedError[]> {
  const binds = new Binds();
  const conditions = [`e.id = ANY (${binds.add(changed.map(({ id }) => id))}::uuid[])`, ...errorConditions(filter, binds)];
  if (scope !== null) conditions.push(`e.tenant = ${binds.add(scope)}`);
  const sql = `SELECT ${ERROR_COLUMNS} FROM processing_errors e WHERE ${conditions.join(' AND ')}`;
  while (!signal.aborted) {
    try {
      const found = new Map((await rows<ErrorRow>(db, sql, binds.values)).map((error) => [error.id, error]));
      return changed.flatMap(({ id, recoveryStatus, nextAttemptAt, resolvedAt }) => {
        const error = found.get(id);
        return error ? [{ ...error, recoveryStatus, nextAttemptAt: dateOf(nextAttemptAt), resolvedAt: dateOf(resolvedAt) }] : [];
      });
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      await pause(RETRY_MS, signal);
    }
  }
  return [];
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
