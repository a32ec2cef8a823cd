/** The list of runs, newest first. */
import type { Sequelize } from 'sequelize';
import type { CursorSealer } from '../../feed/cursor';
import { rows } from '../../models/database';
import { orUnavailable } from '../unavailable';
import { RUN_COLUMNS, RUNS, type RunRow } from './run-rows';

export interface RunPage {
  readonly rows: RunRow[];
  /** One for each row. */
  readonly cursors: string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

const LIST = 'RUNS';

/** One page; `scope` null: of every tenant. `after` is a cursor of an earlier page of this scope; another's or a broken one is BAD_USER_INPUT. */
export function readRuns(
  deps: { readonly database: Sequelize; readonly cursors: Pick<CursorSealer, 'sealPlace' | 'openPlace'> },
  scope: string | null,
  first: number,
  after: string | null,
): Promise<RunPage> {
  const { database, cursors } = deps;
  return orUnavailable(async () => {
    const from = after === null ? null : cursors.openPlace(scope, LIST, after);
    // Chosen first, so that the outcomes of no more than these are counted.
    const found = await rows<RunRow & { readonly micros: number }>(
      database,
      `WITH page AS MATERIALIZED (
         SELECT * FROM retrigger_runs
          WHERE ($1::text IS NULL OR tenant = $1)
            AND ($2::bigint IS NULL OR (started_at, id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::uuid))
          ORDER BY started_at DESC, id DESC LIMIT $4
       )
       SELECT ${RUN_COLUMNS}, (extract(epoch FROM u.started_at) * 1000000)::bigint AS micros FROM ${RUNS('page')} ORDER BY u.started_at DESC, u.id DESC`,
      [scope, from?.micros ?? null, from?.id ?? null, first + 1],
    );
    const shown = found.slice(0, first);
    return {
      rows: shown.map(({ micros: _, ...run }) => run),
      cursors: shown.map(({ micros, id }) => cursors.sealPlace(scope, LIST, { micros, id })),
      hasNextPage: found.length > first,
      hasPreviousPage: from !== null,
    };
  });
}
