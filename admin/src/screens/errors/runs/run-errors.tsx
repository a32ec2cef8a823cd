import { useQuery } from '@apollo/client/react';
import type { ColumnDef } from '@tanstack/react-table';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ErrorRowFragment, RetriggerOutcome } from '../../../generated/graphql';
import { DataTable } from '../../../ui/data-table';
import { Panel } from '../../../ui/panel';
import { Failed, RowsLoading } from '../../../ui/states';
import { StatusBadge } from '../../../ui/status-badge';
import { tellFailed } from '../../../ui/told';
import { usePaced } from '../../../ui/use-paced';
import { RUN_ERRORS } from '../documents';
import { ERROR_COLUMNS } from '../list/columns';
import { ErrorDrawer } from '../list/error-drawer';
import { useErrorFeed } from '../use-error-feed';

const PAGE = 100;
/** So many rows change as it happens; those below are as they were when they were read. */
const FOLLOWED = 500;
const NO_CHANGES = { onErrors: () => undefined };

type RunErrorRow = ErrorRowFragment & { readonly outcome?: RetriggerOutcome | null };

const COLUMNS: ColumnDef<RunErrorRow>[] = [
  {
    id: 'outcome',
    header: 'In this run',
    meta: { width: '7.6rem' },
    cell: ({ row: { original } }) => (original.outcome ? <StatusBadge status={original.outcome} /> : <span className="quiet">Open</span>),
  },
  ...(ERROR_COLUMNS as ColumnDef<RunErrorRow>[]).map((column) => ({ ...column, enableSorting: false })),
];

/** What a run selected, in the order of its release, and what became of each; `ended` tells that more of them have ended. */
export function RunErrors({ runId, ended }: { runId: string; ended: number }) {
  const { data, error, fetchMore, refetch } = useQuery(RUN_ERRORS, { variables: { id: runId, first: PAGE } });
  const [loadingMore, setLoadingMore] = useState(false);
  const [shown, setShown] = useState<ErrorRowFragment['id'] | null>(null);
  const page = data?.retriggerRun?.errors;
  const rows = useMemo(() => page?.edges.map(({ node, outcome }): RunErrorRow => ({ ...node, outcome })), [page]);
  const ids = rows?.slice(0, FOLLOWED).map(({ id }) => id) ?? [];
  useErrorFeed(ids.length > 0 ? { ids } : null, { ...NO_CHANGES, onGap: () => void refetch().catch(tellFailed) });

  const after = page?.pageInfo.endCursor;
  const more = useCallback(() => {
    setLoadingMore(true);
    fetchMore({
      variables: { after },
      updateQuery: (old, { fetchMoreResult: { retriggerRun: next } }) => {
        if (!old.retriggerRun || !next) return old;
        return { retriggerRun: { ...old.retriggerRun, errors: { ...next.errors, edges: [...old.retriggerRun.errors.edges, ...next.errors.edges] } } };
      },
    })
      .catch(tellFailed)
      .finally(() => setLoadingMore(false));
  }, [fetchMore, after]);

  const count = rows?.length ?? 0;
  const readOutcomes = usePaced(() => {
    if (count === 0) return;
    fetchMore({
      variables: { first: Math.min(count, FOLLOWED) },
      updateQuery: (old, { fetchMoreResult: { retriggerRun: first } }) => {
        if (!old.retriggerRun || !first) return old;
        const { errors } = old.retriggerRun;
        return { retriggerRun: { ...old.retriggerRun, errors: { ...errors, edges: [...first.errors.edges, ...errors.edges.slice(first.errors.edges.length)] } } };
      },
    }).catch(tellFailed);
  });
  useEffect(readOutcomes, [ended, readOutcomes]);

  const opened = rows?.find(({ id }) => id === shown);
  return (
    <Panel title="Its errors">
      {error && !rows ? <Failed error={error} again={() => void refetch()} /> : null}
      {!rows && !error ? <RowsLoading rows={5} /> : null}
      {rows ? (
        <DataTable label="Errors of the run" columns={COLUMNS} rows={rows} rowId={({ id }) => id} onOpen={({ id }) => setShown(id)} hasMore={page?.pageInfo.hasNextPage ?? false} loadingMore={loadingMore} onMore={more} height="60vh" />
      ) : null}
      {opened ? <ErrorDrawer error={opened} onClose={() => setShown(null)} /> : null}
    </Panel>
  );
}
