/** Errors as they come and change, in heaps: a flood of them moves the screen four times a second, not a hundred. */
import { useApolloClient } from '@apollo/client/react';
import { useEffect, useRef, useState } from 'react';
import { useReturn } from '../../api/connection';
import type { ErrorRowFragment, ProcessingErrorFilter } from '../../generated/graphql';
import { ERROR_FEED, ERROR_ROW } from './documents';

const HEAP_MS = 250;
const AGAIN_MS = 1_000;

export interface ErrorFeedEars {
  /** What came; rows that are in the cache have been changed there. */
  onErrors(errors: readonly ErrorRowFragment[]): void;
  /** Something may have been missed: list again. */
  onGap(): void;
}

/** `filter` null: not followed. */
export function useErrorFeed(filter: ProcessingErrorFilter | null, ears: ErrorFeedEars): void {
  const client = useApolloClient();
  const [tries, setTries] = useState(0);
  const latest = useRef(ears);
  useEffect(() => {
    latest.current = ears;
  });
  const asked = filter === null ? null : JSON.stringify(filter);

  useReturn(() => latest.current.onGap());

  useEffect(() => {
    if (asked === null) return;
    let heap = new Map<string, ErrorRowFragment>();
    let heaping: number | undefined;
    let again: number | undefined;
    const pass = () => {
      const errors = [...heap.values()];
      heap = new Map();
      heaping = undefined;
      client.cache.batch({
        update: (cache) => {
          for (const error of errors) {
            cache.writeFragment({ id: cache.identify({ __typename: 'ProcessingError', id: error.id }), fragment: ERROR_ROW, fragmentName: 'ErrorRow', data: error });
          }
        },
      });
      latest.current.onErrors(errors);
    };
    // The gateway ends a feed that does not keep up.
    const begin = () => {
      again = window.setTimeout(() => {
        latest.current.onGap();
        setTries((count) => count + 1);
      }, AGAIN_MS);
    };
    const feed = client.subscribe({ query: ERROR_FEED, variables: { filter: JSON.parse(asked) as ProcessingErrorFilter }, fetchPolicy: 'no-cache' }).subscribe({
      next: ({ data, error }) => {
        if (error) return begin();
        if (!data) return;
        heap.set(data.errorFeed.id, data.errorFeed);
        heaping ??= window.setTimeout(pass, HEAP_MS);
      },
      error: begin,
    });
    return () => {
      feed.unsubscribe();
      window.clearTimeout(heaping);
      window.clearTimeout(again);
    };
  }, [client, asked, tries]);
}
