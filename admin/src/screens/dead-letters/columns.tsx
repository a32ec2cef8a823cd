/** The columns of dead letters. */
import { Badge, Text } from '@mantine/core';
import type { ColumnDef } from '@tanstack/react-table';
import type { DeadLetterRowFragment } from '../../generated/graphql';
import { AnchorLink } from '../../ui/anchor-link';
import { bytes } from '../../ui/figures';
import { Moment } from '../../ui/moment';

export const DEAD_LETTER_COLUMNS: ColumnDef<DeadLetterRowFragment>[] = [
  { id: 'at', header: 'Since', meta: { width: '11.5rem' }, cell: ({ row }) => <Moment at={row.original.at} /> },
  { id: 'topic', header: 'Topic', meta: { width: 'minmax(10rem, 1fr)' }, cell: ({ row }) => <span className="mono">{row.original.topic}</span> },
  {
    id: 'place',
    header: 'Partition / offset',
    meta: { width: '8rem', align: 'right', wide: true },
    cell: ({ row }) => (
      <span className="mono">
        {row.original.partition} / {row.original.offset}
      </span>
    ),
  },
  { id: 'reason', header: 'Reason', meta: { width: 'minmax(10rem, 2.5fr)' }, cell: ({ row }) => <span title={row.original.reason}>{row.original.reason}</span> },
  {
    id: 'key',
    header: 'Key',
    meta: { width: 'minmax(7rem, 1fr)', wide: true },
    cell: ({ row }) => {
      const { key, requestId } = row.original;
      if (requestId) {
        return (
          <AnchorLink to="/requests/$id" params={{ id: requestId }} size="sm" className="mono" title={requestId}>
            …{requestId.slice(-12)}
          </AnchorLink>
        );
      }
      return <span className="mono" title={key ?? undefined}>{key ?? '–'}</span>;
    },
  },
  { id: 'size', header: 'Size', meta: { width: '5rem', align: 'right', wide: true }, cell: ({ row }) => bytes(row.original.sizeBytes) },
  {
    id: 'replayed',
    header: 'Replayed',
    meta: { width: 'minmax(7rem, 0.9fr)' },
    cell: ({ row }) =>
      row.original.replayedAt ? (
        <Text size="sm" span truncate>
          <Moment at={row.original.replayedAt} form="ago" /> by {row.original.replayedBy}
        </Text>
      ) : (
        <Badge variant="default" size="sm" tt="none" fw={500}>
          Not yet
        </Badge>
      ),
  },
];
