/** A page of errors together with how to count all of them, so that counting happens only where a count is asked for. */
import type { ErrorPage, ErrorRow } from '../../services/reading';
import type { ItemOutcome } from '../../services/retriggering';
import type { ProcessingErrorConnection } from '../../schema';
import { asConnection } from '../paging';

interface Counted {
  readonly count: number;
  readonly exact: boolean;
}

export type ErrorConnectionRoot = Omit<ProcessingErrorConnection, 'edges'> & {
  /** `outcome` is set where the list is that of a retrigger run. */
  readonly edges: { readonly node: ErrorRow; readonly cursor: string; readonly outcome?: ItemOutcome | null }[];
  readonly counted: () => Promise<Counted>;
};

/** `count` is called once at most, however often the connection is asked. */
export function errorConnection(page: ErrorPage, count: () => Promise<Counted>): ErrorConnectionRoot {
  let under: Promise<Counted> | null = null;
  return { ...asConnection(page), counted: () => (under ??= count()) };
}
