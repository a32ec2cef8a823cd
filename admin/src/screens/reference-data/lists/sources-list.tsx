import type { ColumnDef } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useSession } from '../../../session/session';
import { DataTable } from '../../../ui/data-table';
import { Empty } from '../../../ui/states';
import type { DocumentTypeListed, SourceRead } from '../queries';
import { ActiveMark } from './active-mark';
import { EditSource } from './edit-source';

/** The client systems that may ask, and for how many document types. */
export function SourcesList({ sources, types, onSaved }: { sources: readonly SourceRead[]; types: readonly DocumentTypeListed[]; onSaved: () => void }) {
  const { administer } = useSession().rights;
  const columns = useMemo<ColumnDef<SourceRead>[]>(
    () => [
      { id: 'title', header: 'Title', meta: { width: 'minmax(7rem, 1.6fr)' }, cell: ({ row }) => row.original.title },
      { id: 'code', header: 'Code', meta: { width: 'minmax(6rem, 1fr)' }, cell: ({ row }) => <span className="mono">{row.original.code}</span> },
      {
        id: 'types',
        header: 'May ask for',
        meta: { width: 'minmax(7rem, 1fr)', wide: true },
        cell: ({ row: { original } }) => `${types.filter(({ active, allowedSources }) => active && (allowedSources.length === 0 || allowedSources.includes(original.code))).length} of ${types.filter(({ active }) => active).length} types`,
      },
      { id: 'version', header: 'Version', meta: { width: '4.5rem', align: 'right', wide: true }, cell: ({ row }) => row.original.version },
      { id: 'active', header: 'State', meta: { width: '6rem' }, cell: ({ row }) => <ActiveMark active={row.original.active} /> },
      ...(administer ? [{ id: 'edit', header: () => <span className="quiet">Edit</span>, meta: { width: '4rem' }, cell: ({ row }) => <EditSource source={row.original} onSaved={onSaved} /> } satisfies ColumnDef<SourceRead>] : []),
    ],
    [administer, types, onSaved],
  );
  if (sources.length === 0) return <Empty title="No source" text="None has this code or title." />;
  return <DataTable label="Sources" columns={columns} rows={sources} rowId={({ code }) => code} />;
}
