/** Goes through all that an action takes, a page at a time, whatever their number: the rows wait in a cursor of the database. */
import type { Sequelize, Transaction } from 'sequelize';
import type { DocumentStatus, RecoveryStatus } from '../../domain/document';
import { rows } from '../../models/database';
import { Binds, type ErrorFilter } from '../reading';
import { chosenErrors, type Action } from './eligible';

export interface ChosenError {
  readonly id: string;
  readonly recoveryStatus: RecoveryStatus;
  readonly requestId: string;
  readonly requestStatus: DocumentStatus;
  readonly attempt: number;
  readonly engineBatchId: string | null;
  /** A run that it had, in which it has ended. */
  readonly formerRun: string | null;
}

/** Of the errors that an action took, its answer shows so many. */
export const SHOWN = 100;
const PAGE = 1_000;

/** More errors are meant than one call may take: whoever opened the transaction lets it roll back. */
export class TooManyErrors extends Error {
  constructor() {
    super('more errors are meant than one call may take');
    this.name = 'TooManyErrors';
  }
}

export interface Taken {
  readonly count: number;
  /** The first of them. */
  readonly shown: string[];
}

/** Calls `work` with each page, whose requests and errors are then locked, in the order of the requests' ids. Rejects with TooManyErrors. */
export async function eachChosenPage(
  db: Sequelize,
  transaction: Transaction,
  choice: { readonly action: Action; readonly tenant: string; readonly filter: ErrorFilter; readonly limit: number },
  work: (page: ChosenError[]) => Promise<void>,
): Promise<Taken> {
  const binds = new Binds();
  const chosen = chosenErrors(choice.action, choice.tenant, choice.filter, binds);
  await db.query(
    `DECLARE chosen NO SCROLL CURSOR FOR
     SELECT e.id, e.recovery_status AS "recoveryStatus", r.id AS "requestId", r.status AS "requestStatus", r.attempt, r.engine_batch_id AS "engineBatchId",
            CASE WHEN e.run_outcome IS NOT NULL THEN e.run_id END AS "formerRun"
       ${chosen} ORDER BY r.id FOR NO KEY UPDATE OF r, e`,
    { bind: binds.values, transaction },
  );
  const shown: string[] = [];
  let count = 0;
  for (;;) {
    const page = await rows<ChosenError>(db, `FETCH ${PAGE} FROM chosen`, [], transaction);
    count += page.length;
    if (count > choice.limit) throw new TooManyErrors();
    if (page.length > 0) await work(page);
    shown.push(...page.slice(0, SHOWN - shown.length).map((each) => each.id));
    if (page.length < PAGE) break;
  }
  await db.query('CLOSE chosen', { transaction });
  return { count, shown };
}
