import { useQuery } from '@apollo/client/react';
import { useThrottledValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import type { ColumnDef } from '@tanstack/react-table';
import { useEffect, useRef } from 'react';
import type { DocumentStatus } from '../../../generated/graphql';
import { AnchorLink } from '../../../ui/anchor-link';
import { DataTable } from '../../../ui/data-table';
import { whole } from '../../../ui/figures';
import { Moment } from '../../../ui/moment';
import { Panel } from '../../../ui/panel';
import { Failed, RowsLoading } from '../../../ui/states';
import { StatusBadge } from '../../../ui/status-badge';
import { SUBMISSION_REQUESTS, type SubmissionRequest } from './queries';

const FIRST = 50;
/** Lists again at most this often while its numbers move, in ms. */
const AGAIN_MS = 1_000;

const STATUS: ColumnDef<SubmissionRequest> = { id: 'status', header: 'Status', meta: { width: '9.5rem' }, cell: ({ row }) => <StatusBadge status={row.original.status} /> };
const NAME: ColumnDef<SubmissionRequest> = {
  id: 'name',
  header: 'Request',
  meta: { width: 'minmax(8rem, 1.4fr)' },
  cell: ({ row: { original } }) => (
    <AnchorLink to="/requests/$id" params={{ id: original.id }} size="sm" className={original.clientReference ? undefined : 'mono'}>
      {original.clientReference ?? original.id}
    </AnchorLink>
  ),
};
const ERROR: ColumnDef<SubmissionRequest> = {
  id: 'error',
  header: 'Error',
  meta: { width: 'minmax(8rem, 3fr)' },
  cell: ({ row }) => {
    const error = row.original.errors.at(-1);
    return error ? (
      <span title={error.message}>
        <span className="mono">{error.code}</span> {error.message}
      </span>
    ) : null;
  },
};
const SINCE: ColumnDef<SubmissionRequest> = { id: 'since', header: 'Changed', meta: { width: '8rem', wide: true }, cell: ({ row }) => <Moment at={row.original.updatedAt} form="ago" /> };

export interface RequestsOfProps {
  readonly submissionId: string;
  readonly title: string;
  readonly statuses?: DocumentStatus[];
  /** Lists again when it changes. */
  readonly moved: string;
}

/** The first requests of a submission, of some statuses or all, kept up with its progress. */
export function RequestsOf({ submissionId, title, statuses, moved }: RequestsOfProps) {
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(SUBMISSION_REQUESTS, { variables: { filter: { submissionId, ...(statuses ? { statuses } : {}) }, first: FIRST } });
  const tick = useThrottledValue(moved, AGAIN_MS);
  const seen = useRef(tick);
  useEffect(() => {
    if (seen.current === tick) return;
    seen.current = tick;
    void refetch().catch(() => undefined);
  }, [tick, refetch]);
  const found = data?.documentRequests;
  const rows = found?.edges.map(({ node }) => node) ?? [];
  if (statuses && found && rows.length === 0) return null;
  return (
    <Panel
      title={title}
      beside={
        found && found.totalCount > rows.length ? (
          <AnchorLink to="/requests" search={{ submission: submissionId, ...(statuses ? { statuses } : {}) }} size="sm">
            All {whole(found.totalCount)}
          </AnchorLink>
        ) : null
      }
    >
      {error ? <Failed error={error} again={() => void refetch()} /> : null}
      {!found && !error ? <RowsLoading rows={3} /> : null}
      {found ? (
        <DataTable
          label={title}
          columns={statuses ? [STATUS, NAME, ERROR, SINCE] : [STATUS, NAME, SINCE]}
          rows={rows}
          rowId={({ id }) => id}
          height="min(26rem, 60vh)"
          onOpen={({ id }) => void navigate({ to: '/requests/$id', params: { id } })}
        />
      ) : null}
    </Panel>
  );
}
