/** The errors of a run, in the order in which they are released. */
import type { Sequelize } from 'sequelize';
import { rows } from '../../models/database';
import { ERROR_COLUMNS, pageOfErrors, type ErrorCursors, type ErrorPage, type PlacedError } from '../reading';
import { orUnavailable } from '../unavailable';

/** In the order of their ids: a place has no time. */
const LIST = 'RUN_ERRORS';

/** One page. `after` is a cursor of an earlier page of this scope; another's or a broken one is BAD_USER_INPUT. */
export function readRunErrors(
  deps: { readonly database: Sequelize; readonly cursors: ErrorCursors },
  scope: string | null,
  runId: string,
  first: number,
  after: string | null,
): Promise<ErrorPage> {
  return orUnavailable(async () => {
    const from = after === null ? null : deps.cursors.openPlace(scope, LIST, after);
    const found = await rows<PlacedError>(
      deps.database,
      `SELECT ${ERROR_COLUMNS}, 0 AS micros FROM retrigger_items i JOIN processing_errors e ON e.id = i.error_id
        WHERE i.run_id = $1 AND ($2::uuid IS NULL OR i.error_id > $2) ORDER BY i.error_id LIMIT $3`,
      [runId, from?.id ?? null, first + 1],
    );
    return pageOfErrors({ cursors: deps.cursors, scope, list: LIST }, found, first, from);
  });
}
