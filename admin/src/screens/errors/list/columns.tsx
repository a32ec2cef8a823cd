/** The columns of errors, for the list and for a run's items. */
import { Text } from '@mantine/core';
import type { ColumnDef } from '@tanstack/react-table';
import type { ErrorRowFragment } from '../../../generated/graphql';
import { AnchorLink } from '../../../ui/anchor-link';
import { Moment } from '../../../ui/moment';
import { StatusBadge } from '../../../ui/status-badge';

export const ERROR_COLUMNS: ColumnDef<ErrorRowFragment>[] = [
  { id: 'status', header: 'Recovery', meta: { width: '7.6rem' }, cell: ({ row }) => <StatusBadge status={row.original.recoveryStatus} /> },
  {
    id: 'code',
    header: 'Code',
    meta: { width: 'minmax(9rem, 1.2fr)' },
    cell: ({ row }) => (
      <span className="mono" title={row.original.code}>
        {row.original.code}
      </span>
    ),
  },
  {
    id: 'message',
    header: 'Message',
    meta: { width: 'minmax(8rem, 2.2fr)', wide: true },
    cell: ({ row }) => <span title={row.original.message}>{row.original.message}</span>,
  },
  {
    id: 'request',
    header: 'Request',
    meta: { width: 'minmax(6rem, 0.9fr)' },
    cell: ({ row }) => {
      const { id, clientReference } = row.original.request;
      return (
        <AnchorLink to="/requests/$id" params={{ id }} size="sm" title={id}>
          {clientReference ?? `…${id.slice(-12)}`}
        </AnchorLink>
      );
    },
  },
  { id: 'type', header: 'Type', meta: { width: 'minmax(6rem, 0.8fr)', wide: true }, cell: ({ row }) => row.original.request.documentType },
  { id: 'attempt', header: 'Attempt', meta: { width: '4rem', align: 'right', wide: true }, cell: ({ row }) => row.original.attempt },
  { id: 'occurred', header: 'Occurred', enableSorting: true, meta: { width: '7rem' }, cell: ({ row }) => <Moment at={row.original.occurredAt} form="ago" /> },
  {
    id: 'next',
    header: 'Next attempt',
    enableSorting: true,
    meta: { width: '6.4rem', wide: true },
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
