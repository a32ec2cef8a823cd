/** The dead letters of a filter, page by page; listed again when their number changes. */
import { useQuery, useSubscription } from '@apollo/client/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { DeadLetterFilter } from '../../generated/graphql';
import { tellFailed } from '../../ui/told';
import { usePaced } from '../../ui/use-paced';
import { DEAD_LETTER_COUNT, DEAD_LETTERS } from './documents';

const PAGE = 100;

export function useDeadLetters(filter: DeadLetterFilter) {
  const { data, error, refetch, fetchMore } = useQuery(DEAD_LETTERS, { variables: { filter, first: PAGE } });
  const [loadingMore, setLoadingMore] = useState(false);
  const page = data?.deadLetters;
  const rows = useMemo(() => page?.edges.map(({ node }) => node), [page]);

  // Also after a replay: a letter that still can't be read is back before the number shows that it was gone.
  const again = usePaced(() => void refetch().catch(tellFailed));

  const { data: state } = useSubscription(DEAD_LETTER_COUNT);
  const count = state?.systemStatusChanged.deadLetters;
  const counted = useRef(count);
  useEffect(() => {
    const before = counted.current;
    counted.current = count;
    // The first count says how it is; what is listed was read at the same time.
    if (before !== undefined && count !== undefined && before !== count) again();
  }, [count, again]);

  const after = page?.pageInfo.endCursor;
  const more = useCallback(() => {
    setLoadingMore(true);
    fetchMore({
      variables: { after },
      updateQuery: (old, { fetchMoreResult: { deadLetters: next } }) => ({ deadLetters: { ...next, edges: [...old.deadLetters.edges, ...next.edges] } }),
    })
      .catch(tellFailed)
      .finally(() => setLoadingMore(false));
  }, [fetchMore, after]);

  return { rows, total: page?.totalCount, hasMore: page?.pageInfo.hasNextPage ?? false, loadingMore, more, error: rows ? undefined : error, again };
}
