/** The errors of a run, in the order in which they are released. */
import type { Sequelize } from 'sequelize';
import { rows } from '../../models/database';
import { ERROR_COLUMNS, pageOfErrors, type ErrorCursors, type ErrorPage, type PlacedError } from '../reading';
import { orUnavailable } from '../unavailable';

/** What became of an error in one run, as it is stored. */
export type ItemOutcome = 'recovered' | 'failedAgain' | 'skipped';

export interface RunErrorPage extends ErrorPage {
  /** One for each row; null: the run has not come to an end with it. */
  readonly outcomes: readonly (ItemOutcome | null)[];
}

/** An item without an outcome of its own has that of its error, as long as the error bears the run's mark. */
const OUTCOME = 'COALESCE(i.outcome, CASE WHEN e.run_id = i.run_id THEN e.run_outcome END)';

/** In the order of their ids: a place has no time. */
const LIST = 'RUN_ERRORS';

/** One page. `after` is a cursor of an earlier page of this scope; another's or a broken one is BAD_USER_INPUT. */
export function readRunErrors(
  deps: { readonly database: Sequelize; readonly cursors: ErrorCursors },
  scope: string | null,
  runId: string,
  first: number,
  after: string | null,
): Promise<RunErrorPage> {
  return orUnavailable(async () => {
    const from = after === null ? null : deps.cursors.openPlace(scope, LIST, after);
    const found = await rows<PlacedError & { readonly outcome: ItemOutcome | null }>(
      deps.database,
      `SELECT ${ERROR_COLUMNS}, 0 AS micros, ${OUTCOME} AS outcome FROM retrigger_items i JOIN processing_errors e ON e.id = i.error_id
        WHERE i.run_id = $1 AND ($2::uuid IS NULL OR i.error_id > $2) ORDER BY i.error_id LIMIT $3`,
      [runId, from?.id ?? null, first + 1],
    );
    const errors = found.map(({ outcome: _, ...error }) => error);
    const page = pageOfErrors({ cursors: deps.cursors, scope, list: LIST }, errors, first, from);
    return { ...page, outcomes: found.slice(0, first).map(({ outcome }) => outcome) };
  });
}
