/** Beginning a bulk retrigger: its selection is frozen, and marked, in the transaction that makes the run. */
import type { Sequelize, Transaction } from 'sequelize';
import type { Caller } from '../../domain/caller';
import { newId } from '../../domain/ids';
import type { UserError } from '../../domain/user-errors';
import { row, rows } from '../../models/database';
import { announceErrors, announceRun } from '../announcing';
import { writeAudit } from '../audit';
import { bulkTransaction } from '../bulk-transaction';
import { checkAction, chosenErrors, eachChosenPage, refusals, SHOWN, tooMany, TooManyErrors, type ActionInput, type ChosenError } from '../choosing';
import { Binds } from '../reading';
import { orUnavailable } from '../unavailable';
import { keepOutcomes } from './outcomes';

export interface RetriggerInput extends ActionInput {
  readonly dryRun: boolean;
  /** So many first; 0: all at once. */
  readonly canary: number;
}

export interface RetriggerResult {
  readonly retriggered: number;
  /** Null where nothing was selected, or nothing should be. */
  readonly runId: string | null;
  /** The first 100 of them. */
  readonly errorIds: string[];
  readonly userErrors: UserError[];
}

const NOTHING = { retriggered: 0, runId: null, errorIds: [] };
const ACTION = 'RETRIGGER';
/** More canaries than the largest selection: an integer of the database holds it. */
const MAX_CANARY = 2 ** 31 - 1;

/** Selects, or with dryRun says what it would select. Errors named by id that it may not take are user errors. Throws SERVICE_UNAVAILABLE. */
export async function retriggerErrors(
  deps: { readonly database: Sequelize; readonly limit: number },
  caller: Pick<Caller, 'tenant' | 'subject'>,
  input: RetriggerInput,
): Promise<RetriggerResult> {
  const userErrors = checkAction(input, deps.limit);
  if (input.canary < 0 || input.canary > MAX_CANARY) {
    userErrors.push({ field: ['canary'], code: 'BAD_USER_INPUT', message: 'canary is how many go first: 0 or more' });
  }
  if (userErrors.length > 0) return { ...NOTHING, userErrors };
  try {
    return await orUnavailable(() => (input.dryRun ? preview(deps, caller, input) : begin(deps, caller, input)));
  } catch (error) {
    if (error instanceof TooManyErrors) return { ...NOTHING, userErrors: [tooMany(deps.limit)] };
    throw error;
  }
}

type Deps = Parameters<typeof retriggerErrors>[0];
type By = Parameters<typeof retriggerErrors>[1];

async function preview({ database, limit }: Deps, { tenant }: By, { filter }: RetriggerInput): Promise<RetriggerResult> {
  const binds = new Binds();
  const chosen = chosenErrors(ACTION, tenant, filter, binds);
  const { count } = await row<{ count: number }>(database, `SELECT count(*) AS count FROM (SELECT 1 ${chosen} LIMIT ${limit + 1}) c`, binds.values);
  if (count > limit) throw new TooManyErrors();
  const shown = await rows<{ id: string }>(database, `SELECT e.id ${chosen} ORDER BY r.id LIMIT ${SHOWN}`, binds.values);
  const userErrors = await refusals(database, undefined, ACTION, tenant, filter);
  return { retriggered: count, runId: null, errorIds: shown.map(({ id }) => id), userErrors };
}

function begin({ database, limit }: Deps, { tenant, subject }: By, { filter, note, canary }: RetriggerInput): Promise<RetriggerResult> {
  return bulkTransaction(database, async (transaction) => {
    const runId = newId();
    const state = canary > 0 ? 'CANARY' : 'RUNNING';
    const userErrors = await refusals(database, transaction, ACTION, tenant, filter);
    await database.query(
      'INSERT INTO retrigger_runs (id, tenant, state, canary, canary_limit, note, started_by) VALUES ($1, $2, $3, $4, $4, $5, $6)',
      { bind: [runId, tenant, state, canary, note, subject], transaction },
    );
    const { count, shown } = await eachChosenPage(database, transaction, { action: ACTION, tenant, filter, limit }, (page) =>
      select(database, transaction, runId, subject, page),
    );
    if (count === 0) {
      await database.query('DELETE FROM retrigger_runs WHERE id = $1', { bind: [runId], transaction });
      return { ...NOTHING, userErrors };
    }
    await database.query('UPDATE retrigger_runs SET selected = $2 WHERE id = $1', { bind: [runId, count], transaction });
    await announceRun(database, transaction, { id: runId, tenant, state });
    await writeAudit(database, transaction, { tenant, actor: subject, action: ACTION, subject: runId, note, filter, counts: { selected: count, canary } });
    return { retriggered: count, runId, errorIds: shown, userErrors };
  });
}

/** Marks them with the run; a DISMISSED one is reopened. */
async function select(db: Sequelize, transaction: Transaction, runId: string, actor: string, page: readonly ChosenError[]): Promise<void> {
  const ids = page.map(({ id }) => id);
  await keepOutcomes(db, transaction, page);
  await db.query('INSERT INTO retrigger_items (run_id, error_id) SELECT $1, id FROM unnest($2::uuid[]) id', { bind: [runId, ids], transaction });
  await db.query(`UPDATE processing_errors SET run_id = $1, run_outcome = NULL WHERE id = ANY ($2::uuid[])`, { bind: [runId, ids], transaction });
  const dismissed = page.filter(({ recoveryStatus }) => recoveryStatus === 'DISMISSED').map(({ id }) => id);
  if (dismissed.length === 0) return;
  await db.query(
    `UPDATE processing_errors SET recovery_status = 'EXHAUSTED', resolved_at = NULL, actor = $2 WHERE id = ANY ($1::uuid[])`,
    { bind: [dismissed, actor], transaction },
  );
  await announceErrors(db, transaction, dismissed);
}
