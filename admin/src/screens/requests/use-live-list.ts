/** The list of one filter and order: read page by page, followed live from where it was read. */
import { CombinedGraphQLErrors } from '@apollo/client';
import { useApolloClient, useSubscription } from '@apollo/client/react';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { DocumentRequestFilter, DocumentRequestOrder } from '../../generated/graphql';
import { REQUEST_FEED, REQUEST_LIST, type RequestRow } from './documents';
import { LiveList, type ListState, type LiveRow, type RowEvent } from './live-list';

/** Events are shown together this often, in ms: hundreds may come in a second. */
const GATHER_MS = 250;
const FADE_MS = 500;

export interface FollowedList {
  readonly list: LiveList;
  readonly state: ListState;
  /** Why the rows no longer move, where they do not. */
  readonly cut: Error | null;
}

/** @param filter one that stays the same object while it says the same. */
export function useLiveList(filter: DocumentRequestFilter, orderBy: DocumentRequestOrder): FollowedList {
  const client = useApolloClient();
  const list = useMemo(
    () =>
      new LiveList({
        orderBy,
        statuses: filter.statuses ?? null,
        page: async (after, first) => {
          // Not through the cache: it would look through all that is loaded at each change of a row.
          const { data } = await client.query({ query: REQUEST_LIST, variables: { filter, orderBy, first, after }, fetchPolicy: 'no-cache' });
          if (!data) throw new Error('The gateway gave no list.');
          const { asOf, edges, pageInfo } = data.documentRequests;
          return { rows: edges.map(({ node }) => node), asOf, endCursor: pageInfo.endCursor ?? null, hasNextPage: pageInfo.hasNextPage };
        },
      }),
    [client, filter, orderBy],
  );
  const state = useSyncExternalStore(list.subscribe, list.state);
  useEffect(() => void list.load(), [list]);

  const cut = useFollowing(list, filter, state.asOf);
  useEffect(() => {
    if (state.fresh.size === 0) return;
    const timer = setTimeout(list.fade, FADE_MS);
    return () => clearTimeout(timer);
  }, [list, state.fresh]);
  return { list, state, cut };
}

function useFollowing(list: LiveList, filter: DocumentRequestFilter, asOf: string | null): Error | null {
  const gathered = useRef<RowEvent[]>([]);
  const [timed, setTimed] = useState(false);
  // Statuses are left out: a row that is in the list is followed whatever it becomes.
  const followed = useMemo(() => ({ ...filter, statuses: undefined }), [filter]);
  const [cut, setCut] = useState<Error | null>(null);
  useEffect(() => setCut(null), [asOf]);
  useSubscription(REQUEST_FEED, {
    variables: { filter: followed, after: asOf },
    skip: asOf === null,
    fetchPolicy: 'no-cache',
    ignoreResults: true,
    onData: ({ data: { data } }) => {
      if (!data) return;
      gathered.current.push(data.statusFeed);
      setTimed(true);
    },
    // From a place that is no longer kept, as after a long sleep: read anew, and followed from there.
    onError: (problem) => {
      const expired = CombinedGraphQLErrors.is(problem) && problem.errors.some(({ extensions }) => extensions?.code === 'CURSOR_EXPIRED');
      if (expired) void list.load();
      else setCut(problem);
    },
  });
  useEffect(() => {
    if (!timed) return;
    const timer = setTimeout(() => {
      setTimed(false);
      list.apply(gathered.current.splice(0));
    }, GATHER_MS);
    return () => clearTimeout(timer);
  }, [timed, list]);
  return cut;
}

/** What a row shows now. */
export function useRequestRow({ list, id }: LiveRow): RequestRow | undefined {
  return useSyncExternalStore(list.subscribe, () => list.request(id));
}
