/** What dismissing and reopening have in common: one transaction over all that is chosen, in pages, with its entry in the audit log. */
import type { Sequelize, Transaction } from 'sequelize';
import type { Caller } from '../../domain/caller';
import type { UserError } from '../../domain/user-errors';
import { writeAudit } from '../audit';
import { bulkTransaction } from '../bulk-transaction';
import { checkAction, eachChosenPage, refusals, tooMany, TooManyErrors, type ActionInput, type ChosenError } from '../choosing';
import { orUnavailable } from '../unavailable';

export interface DismissingDeps {
  readonly database: Sequelize;
  /** Errors that one call may take. */
  readonly limit: number;
}

export type By = Pick<Caller, 'tenant' | 'subject'>;

export interface DismissingInput extends ActionInput {
  readonly note: string;
}

export interface DismissingResult {
  readonly count: number;
  /** The first 100 of them. */
  readonly errorIds: string[];
  readonly userErrors: UserError[];
}

/** All or nothing; errors named by id that the action may not take are user errors. Throws SERVICE_UNAVAILABLE. */
export async function act(
  { database, limit }: DismissingDeps,
  { tenant, subject }: By,
  action: 'DISMISS' | 'REOPEN',
  { filter, note }: DismissingInput,
  work: (transaction: Transaction, page: ChosenError[]) => Promise<void>,
): Promise<DismissingResult> {
  const faults = checkAction({ filter, note }, limit);
  if (note.trim() === '') faults.push({ field: ['note'], code: 'BAD_USER_INPUT', message: 'say why: the note is kept with who did it' });
  if (faults.length > 0) return { count: 0, errorIds: [], userErrors: faults };
  try {
    return await orUnavailable(() =>
      bulkTransaction(database, async (transaction) => {
        const userErrors = await refusals(database, transaction, action, tenant, filter);
        const { count, shown } = await eachChosenPage(database, transaction, { action, tenant, filter, limit }, (page) => work(transaction, page));
        const counts = { [action === 'DISMISS' ? 'dismissed' : 'reopened']: count };
        if (count > 0) await writeAudit(database, transaction, { tenant, actor: subject, action, note, filter, counts });
        return { count, errorIds: shown, userErrors };
      }),
    );
  } catch (error) {
    if (error instanceof TooManyErrors) return { count: 0, errorIds: [], userErrors: [tooMany(limit)] };
    throw error;
  }
}
