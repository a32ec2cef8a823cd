import { useNavigate } from '@tanstack/react-router';
import type { ColumnDef } from '@tanstack/react-table';
import { AnchorLink } from '../../../ui/anchor-link';
import { DataTable } from '../../../ui/data-table';
import { whole } from '../../../ui/figures';
import { Empty } from '../../../ui/states';
import type { DocumentTypeListed } from '../queries';
import { ActiveMark } from './active-mark';

const COLUMNS: ColumnDef<DocumentTypeListed>[] = [
  {
    id: 'title',
    header: 'Title',
    meta: { width: 'minmax(8rem, 1.6fr)' },
    cell: ({ row: { original } }) => (
      <AnchorLink to="/reference-data/document-types/$code" params={{ code: original.code }} size="sm" fw={550}>
        {original.title}
      </AnchorLink>
    ),
  },
  { id: 'code', header: 'Code', meta: { width: 'minmax(7rem, 1.2fr)' }, cell: ({ row }) => <span className="mono">{row.original.code}</span> },
  { id: 'formats', header: 'Formats', meta: { width: 'minmax(6rem, 1fr)', wide: true }, cell: ({ row }) => row.original.formats.join(', ') },
  { id: 'sources', header: 'Who may ask', meta: { width: 'minmax(7rem, 1.2fr)', wide: true }, cell: ({ row }) => (row.original.allowedSources.length === 0 ? 'Every source' : row.original.allowedSources.join(', ')) },
  { id: 'version', header: 'Version', meta: { width: '4.5rem', align: 'right', wide: true }, cell: ({ row }) => row.original.version },
  { id: 'requests', header: 'Its requests', meta: { width: '6.5rem', align: 'right', wide: true }, cell: ({ row }) => whole(row.original.requestCount) },
  { id: 'active', header: 'State', meta: { width: '6rem', wide: true }, cell: ({ row }) => <ActiveMark active={row.original.active} /> },
];

/** Document types in force for the tenant. */
export function DocumentTypesList({ types }: { types: readonly DocumentTypeListed[] }) {
  const navigate = useNavigate();
  if (types.length === 0) return <Empty title="No document type" text="None has this code or title. Look for another one, or show inactive ones too." />;
  return <DataTable label="Document types" columns={COLUMNS} rows={types} rowId={({ code }) => code} onOpen={({ code }) => void navigate({ to: '/reference-data/document-types/$code', params: { code } })} />;
}
