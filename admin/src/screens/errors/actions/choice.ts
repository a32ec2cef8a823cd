/** What an action is for: rows that were picked, or all that the list's filter matches. */
import type { ErrorRowFragment, ProcessingErrorFilter, RecoveryStatus } from '../../../generated/graphql';

export type Choice =
  | { readonly kind: 'picked'; readonly errors: readonly ErrorRowFragment[] }
  | { readonly kind: 'matching'; readonly filter: ProcessingErrorFilter; readonly count: number; readonly exact: boolean };

export function filterOf(choice: Choice): ProcessingErrorFilter {
  return choice.kind === 'picked' ? { ids: choice.errors.map(({ id }) => id) } : choice.filter;
}

export function countOf(choice: Choice): number {
  return choice.kind === 'picked' ? choice.errors.length : choice.count;
}

/** The filter, held to statuses; null where it meets none of them. */
export function within(filter: ProcessingErrorFilter, statuses: readonly RecoveryStatus[]): ProcessingErrorFilter | null {
  const both = filter.recoveryStatuses ? statuses.filter((status) => filter.recoveryStatuses?.includes(status)) : [...statuses];
  return both.length === 0 ? null : { ...filter, recoveryStatuses: both };
}

/** Whether any of it may be in one of these statuses. */
export function mayHold(choice: Choice, statuses: readonly RecoveryStatus[]): boolean {
  if (choice.kind === 'picked') return choice.errors.some(({ recoveryStatus }) => statuses.includes(recoveryStatus));
  return choice.count > 0 && within(choice.filter, statuses) !== null;
}

/** What the server takes for each action. */
export const TAKES = {
  RETRIGGER: ['PENDING', 'EXHAUSTED', 'DISMISSED'],
  DISMISS: ['PENDING', 'EXHAUSTED'],
  REOPEN: ['DISMISSED'],
} as const satisfies Record<string, readonly RecoveryStatus[]>;

export interface Refusal {
  readonly message: string;
  readonly ids: readonly string[];
}

interface Refused {
  readonly field?: readonly string[] | null;
  readonly message: string;
}

/** Errors that were picked and can't be taken, by reason; and what is wrong with the call itself. */
export function refusalsOf(choice: Choice, userErrors: readonly Refused[]): { refused: Refusal[]; faults: string[] } {
  const byReason = new Map<string, string[]>();
  const faults: string[] = [];
  for (const { field, message } of userErrors) {
    const error = choice.kind === 'picked' && field?.[1] === 'ids' && field[2] !== undefined ? choice.errors[Number(field[2])] : undefined;
    if (error) byReason.set(message, [...(byReason.get(message) ?? []), error.id]);
    else faults.push(message);
  }
  return { refused: [...byReason].map(([message, ids]) => ({ message, ids })), faults };
}
