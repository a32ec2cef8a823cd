/** One request, kept as it is now: what happens to it, or to its errors, has it read again. */
import { useQuery, useSubscription } from '@apollo/client/react';
import { useThrottledCallback } from '@mantine/hooks';
import { useEffect } from 'react';
import { useReturn } from '../../api/connection';
import { useSession } from '../../session/session';
import { REQUEST_ERRORS, REQUEST_REVIVAL, REQUEST_STATUS, REQUEST_STORY, type RequestStory } from './documents';

/** At most one reading in this time, in ms, the last always. */
const READ_EVERY_MS = 250;
/** Records are known a moment after their event: they are looked for once more. */
const RECORDS_AFTER_MS = 2_000;

export interface ReadStory {
  /** Undefined until it is read, null where there is none. */
  readonly request: RequestStory | null | undefined;
  readonly error: Error | undefined;
  readonly again: () => void;
}

export function useRequestStory(id: string): ReadStory {
  const { rights } = useSession();
  const { data, error, refetch } = useQuery(REQUEST_STORY, {
    variables: { id, search: id, content: rights.readContent, follow: rights.follow },
    fetchPolicy: 'cache-and-network',
  });
  const request = data?.documentRequest;
  const again = () => void refetch().catch(() => undefined);
  const read = useThrottledCallback(again, READ_EVERY_MS);

  const last = request?.timeline.at(-1);
  useSubscription(REQUEST_STATUS, {
    // From the start: what is known already costs little, and its place is not needed then.
    variables: { id },
    skip: !request || request.final,
    fetchPolicy: 'no-cache',
    ignoreResults: true,
    onData: ({ data: { data: told } }) => {
      if (told && told.documentRequestStatus.sequence > (last?.sequence ?? 0)) read();
    },
  });
  useSubscription(REQUEST_REVIVAL, {
    variables: { id, after: data?.documentRequests.asOf },
    skip: request?.status !== 'FAILED',
    fetchPolicy: 'no-cache',
    ignoreResults: true,
    onData: read,
  });
  useSubscription(REQUEST_ERRORS, { variables: { id }, skip: !request || !rights.follow, fetchPolicy: 'no-cache', ignoreResults: true, onData: read });
  useReturn(read);

  const waitsForRecords = rights.follow && last?.records?.length === 0;
  const sequence = last?.sequence;
  useEffect(() => {
    if (!waitsForRecords) return;
    const timer = setTimeout(read, RECORDS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [waitsForRecords, sequence, read]);
  return { request, error, again };
}
