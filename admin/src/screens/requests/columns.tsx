import { Text } from '@mantine/core';
import type { ColumnDef } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { AnchorLink } from '../../ui/anchor-link';
import { Moment } from '../../ui/moment';
import { StatusBadge } from '../../ui/status-badge';
import type { RequestRow } from './documents';
import type { LiveRow } from './live-list';
import { useRequestRow } from './use-live-list';

/** A cell that draws itself anew when its row changes, and only then. */
function cell(show: (request: RequestRow) => ReactNode): ColumnDef<LiveRow>['cell'] {
  return function Cell({ row }) {
    return <Shown row={row.original} show={show} />;
  };
}

function Shown({ row, show }: { row: LiveRow; show: (request: RequestRow) => ReactNode }) {
  const request = useRequestRow(row);
  return request ? show(request) : null;
}

function openLink(id: string, shown: string) {
  return (
    <AnchorLink to="/requests/$id" params={{ id }} size="sm">
      {shown}
    </AnchorLink>
  );
}

/** The columns of the list; `sortDescFirst`, since the newest are looked for most. */
export const COLUMNS: ColumnDef<LiveRow>[] = [
  { id: 'status', header: 'Status', meta: { width: '9rem' }, cell: cell(({ status }) => <StatusBadge status={status} />) },
  {
    id: 'reference',
    header: 'Client reference or id',
    meta: { width: 'minmax(10rem, 1.3fr)' },
    cell: cell(({ id, clientReference }) => (clientReference ? openLink(id, clientReference) : <span className="mono">{openLink(id, id)}</span>)),
  },
  {
    id: 'type',
    header: 'Document type',
    meta: { width: 'minmax(12.5rem, 1.2fr)', wide: true },
    cell: cell(({ documentType, documentTypeVersion }) => (
      <>
        {documentType}{' '}
        <Text span size="xs" className="quiet">
          v{documentTypeVersion}
        </Text>
      </>
    )),
  },
  { id: 'source', header: 'Source', meta: { width: 'minmax(5rem, 0.6fr)', wide: true }, cell: cell(({ source }) => source) },
  { id: 'attempt', header: 'Attempt', meta: { width: '4rem', align: 'right', wide: true }, cell: cell(({ attempt }) => attempt) },
  { id: 'created', header: 'Created', enableSorting: true, sortDescFirst: true, meta: { width: '7rem', align: 'right' }, cell: cell(({ createdAt }) => <Moment at={createdAt} form="ago" />) },
  { id: 'updated', header: 'Updated', enableSorting: true, sortDescFirst: true, meta: { width: '7rem', align: 'right', wide: true }, cell: cell(({ updatedAt }) => <Moment at={updatedAt} form="ago" />) },
];
