/** The columns of the audit log. */
import { Text } from '@mantine/core';
import type { ColumnDef } from '@tanstack/react-table';
import type { AuditLogQuery } from '../../generated/graphql';
import { Moment } from '../../ui/moment';
import { actionLabel } from './actions';
import { countsOf } from './counts';
import { SubjectLink } from './subject-link';

export type AuditRow = AuditLogQuery['auditLog']['edges'][number]['node'];

const AT: ColumnDef<AuditRow> = { id: 'at', header: 'When', meta: { width: '11.5rem' }, cell: ({ row }) => <Moment at={row.original.at} /> };
const TENANT: ColumnDef<AuditRow> = { id: 'tenant', header: 'Tenant', meta: { width: '7rem', wide: true }, cell: ({ row }) => (row.original.tenant === '*' ? 'all tenants' : row.original.tenant) };
const REST: ColumnDef<AuditRow>[] = [
  { id: 'actor', header: 'Who', meta: { width: 'minmax(7rem, 1fr)' }, cell: ({ row }) => <span title={row.original.actor}>{row.original.actor}</span> },
  {
    id: 'action',
    header: 'What',
    meta: { width: '10.5rem' },
    cell: ({ row }) => (
      <Text size="sm" fw={550} span>
        {actionLabel(row.original.action)}
      </Text>
    ),
  },
  { id: 'counts', header: 'How much', meta: { width: 'minmax(10rem, 1fr)', wide: true }, cell: ({ row }) => countsOf(row.original.details) },
  { id: 'subject', header: 'To what', meta: { width: 'minmax(8.5rem, 1fr)' }, cell: ({ row }) => <SubjectLink action={row.original.action} subject={row.original.subject ?? null} short /> },
  { id: 'note', header: 'Note', meta: { width: 'minmax(9rem, 2fr)', wide: true }, cell: ({ row }) => <span title={row.original.note ?? undefined}>{row.original.note ?? ''}</span> },
];

/** `tenants`: whether the reader sees more than one. */
export function auditColumns(tenants: boolean): ColumnDef<AuditRow>[] {
  return tenants ? [AT, TENANT, ...REST] : [AT, ...REST];
}
