/** The errors of a filter: pages as they are asked for, new ones as they come, changed ones in their place. */
import { useQuery } from '@apollo/client/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ErrorRowFragment, ProcessingErrorFilter, ProcessingErrorOrder } from '../../../generated/graphql';
import { tellFailed } from '../../../ui/told';
import { ERROR_LIST } from '../documents';

const PAGE = 100;
/** Newer ones than these wait below "newer": a list that grows for hours would fill the browser. */
const KEPT_ROWS = 5_000;
const FRESH_MS = 2_000;

export interface Errors {
  /** Undefined while the first page is on its way. */
  readonly rows: readonly ErrorRowFragment[] | undefined;
  readonly error: unknown;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  /** Rows that just came or changed. */
  readonly fresh: ReadonlySet<string>;
  /** New ones that have no place yet in this order. */
  readonly newer: number;
  more(): void;
  /** Lists again, from the start. */
  again(): void;
  /** Takes in what the feed brought. */
  take(errors: readonly ErrorRowFragment[]): void;
}

export function useErrors(filter: ProcessingErrorFilter, orderBy: ProcessingErrorOrder): Errors {
  const { data, error, refetch, fetchMore, updateQuery } = useQuery(ERROR_LIST, { variables: { filter, orderBy, first: PAGE } });
  const [loadingMore, setLoadingMore] = useState(false);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const [waiting, setWaiting] = useState<{ readonly key: string; readonly ids: ReadonlySet<string> }>({ key: '', ids: new Set() });
  const fading = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(fading.current), []);

  const key = JSON.stringify([filter, orderBy]);
  const page = data?.processingErrors;
  const rows = useMemo(() => page?.edges.map(({ node }) => node), [page]);
  const after = page?.pageInfo.endCursor;

  const more = useCallback(() => {
    setLoadingMore(true);
    fetchMore({
      variables: { after },
      updateQuery: (old, { fetchMoreResult: { processingErrors: next } }) => {
        const known = new Set(old.processingErrors.edges.map(({ node }) => node.id));
        return { processingErrors: { ...next, edges: [...old.processingErrors.edges, ...next.edges.filter(({ node }) => !known.has(node.id))] } };
      },
    })
      .catch(tellFailed)
      .finally(() => setLoadingMore(false));
  }, [fetchMore, after]);

  const take = (errors: readonly ErrorRowFragment[]) => {
    const known = new Set(rows?.map(({ id }) => id));
    const wanted = errors.filter(({ id, recoveryStatus }) => !known.has(id) && (filter.recoveryStatuses?.includes(recoveryStatus) ?? true));
    if (wanted.length > 0 && orderBy === 'OCCURRED_DESC' && known.size < KEPT_ROWS) {
      updateQuery((old, { complete }) => {
        if (!complete) return undefined;
        const nodes = [...wanted].sort((a, b) => b.occurredAt.localeCompare(a.occurredAt)).map((node) => ({ __typename: 'ProcessingErrorEdge' as const, node }));
        const { processingErrors } = old as typeof data & object;
        return { processingErrors: { ...processingErrors, edges: [...nodes, ...processingErrors.edges] } };
      });
    } else if (wanted.length > 0) {
      setWaiting((old) => ({ key, ids: new Set([...(old.key === key ? old.ids : []), ...wanted.map(({ id }) => id)]) }));
    }
    setFresh(new Set(errors.map(({ id }) => id)));
    window.clearTimeout(fading.current);
    fading.current = window.setTimeout(() => setFresh(new Set()), FRESH_MS);
  };

  return {
    rows,
    error: rows ? undefined : error,
    hasMore: page?.pageInfo.hasNextPage ?? false,
    loadingMore,
    fresh,
    newer: waiting.key === key ? waiting.ids.size : 0,
    more,
    again: () => {
      setWaiting({ key, ids: new Set() });
      refetch().catch(tellFailed);
    },
    take,
  };
}
