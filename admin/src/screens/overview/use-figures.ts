import { useQuery } from '@apollo/client/react';
import { useDocumentVisibility } from '@mantine/hooks';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useReturn } from '../../api/connection';
import { graphql } from '../../generated';
import { latencyOf, throughputOf, type ChartData } from './charts/series';
import type { SystemStatus } from './use-system-status';

const THROUGHPUT = graphql(`
  query OverviewThroughput($minutes: Int!) {
    throughput(minutes: $minutes) {
      at
      seconds
      accepted
      completed
      failed
      p50Ms
      p95Ms
      p99Ms
    }
  }
`);


/** While documents move, the figures are read anew at most this often, in ms. */
const EVERY_MS = 3_000;
/** The figures over time follow what has happened by about two seconds: this long after the last movement they tell it. */
const SETTLED_MS = 3_500;
/** Of the shortest interval, in seconds, when none is known yet. */
const SHORTEST_SECONDS = 10;

export interface Figures {
  /** Undefined until they are known. */
  readonly throughput: ChartData | undefined;
  readonly latency: ChartData | undefined;
  readonly error: Error | undefined;
  readonly again: () => void;
}

/** What happened over the last minutes. Read anew when `status` says that something moved, and when an interval has gone by. */
export function useFigures(minutes: number, status: SystemStatus | undefined): Figures {
  const { data, previousData, error, refetch } = useQuery(THROUGHPUT, { variables: { minutes }, notifyOnNetworkStatusChange: false });
  const points = (data ?? previousData)?.throughput;
  const readAt = useRef(0);
  const read = useCallback(() => {
    readAt.current = Date.now();
    // A failure is in `error`, or the banner tells of it.
    refetch().catch(() => undefined);
  }, [refetch]);

  const moved = JSON.stringify(status?.counts);
  useEffect(() => {
    if (Date.now() - readAt.current >= EVERY_MS) read();
    const settled = setTimeout(read, SETTLED_MS);
    return () => clearTimeout(settled);
  }, [moved, read]);

  const seconds = points?.at(-1)?.seconds ?? SHORTEST_SECONDS;
  useEffect(() => {
    if (Date.now() - readAt.current >= seconds * 1_000) read();
  }, [status, seconds, read]);

  const visible = useDocumentVisibility() === 'visible';
  useEffect(() => {
    if (visible && Date.now() - readAt.current >= EVERY_MS) read();
  }, [visible, read]);
  useReturn(read);
  const throughput = useMemo(() => points && throughputOf(points, Date.now() / 1000), [points]);
  const latency = useMemo(() => points && latencyOf(points), [points]);
  return { throughput, latency, error: points ? undefined : error, again: read };
}
