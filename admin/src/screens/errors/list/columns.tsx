/** The columns of errors, for the list and for a run's items. */
import { Text } from '@mantine/core';
import type { ColumnDef } from '@tanstack/react-table';
import type { ErrorRowFragment } from '../../../generated/graphql';
import { AnchorLink } from '../../../ui/anchor-link';
import { Moment } from '../../../ui/moment';
import { StatusBadge } from '../../../ui/status-badge';

export const ERROR_COLUMNS: ColumnDef<ErrorRowFragment>[] = [
  { id: 'occurred', header: 'Occurred', enableSorting: true, meta: { width: '11.5rem' }, cell: ({ row }) => <Moment at={row.original.occurredAt} /> },
  { id: 'status', header: 'Recovery', meta: { width: '8.2rem' }, cell: ({ row }) => <StatusBadge status={row.original.recoveryStatus} /> },
  {
    id: 'code',
    header: 'Code',
    meta: { width: 'minmax(11rem, 1fr)' },
    cell: ({ row }) => (
      <span className="mono" title={row.original.code}>
        {row.original.code}
      </span>
    ),
  },
  {
    id: 'message',
    header: 'Message',
    meta: { width: 'minmax(10rem, 2.4fr)', wide: true },
    cell: ({ row }) => <span title={row.original.message}>{row.original.message}</span>,
  },
  {
    id: 'request',
    header: 'Request',
    meta: { width: 'minmax(8rem, 1fr)' },
    cell: ({ row }) => {
      const { id, clientReference } = row.original.request;
      return (
        <AnchorLink to="/requests/$id" params={{ id }} size="sm" title={id}>
          {clientReference ?? `…${id.slice(-12)}`}
        </AnchorLink>
      );
    },
  },
  { id: 'type', header: 'Type', meta: { width: 'minmax(6.5rem, 0.8fr)', wide: true }, cell: ({ row }) => row.original.request.documentType },
  { id: 'attempt', header: 'Attempt', meta: { width: '4.5rem', align: 'right', wide: true }, cell: ({ row }) => row.original.attempt },
  {
    id: 'next',
    header: 'Next attempt',
    enableSorting: true,
    meta: { width: '7.5rem', wide: true },
    cell: ({ row }) =>
      row.original.nextAttemptAt ? (
        <Moment at={row.original.nextAttemptAt} form="ago" />
      ) : (
        <Text size="sm" className="quiet" component="span">
          –
        </Text>
      ),
  },
];
