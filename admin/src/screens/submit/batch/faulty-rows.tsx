import { Button, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ColumnDef } from '@tanstack/react-table';
import { DataTable } from '../../../ui/data-table';
import { pathText } from '../../../ui/data-schema';
import { whole } from '../../../ui/figures';
import { Panel } from '../../../ui/panel';
import { saveBlob } from '../../../ui/save-file';
import { tellFailed } from '../../../ui/told';
import { faultyFileOf } from './files';
import type { BatchFile, FaultyRow } from './rows';

const COLUMNS: ColumnDef<FaultyRow>[] = [
  { id: 'line', header: 'Row', meta: { width: '4.5rem', align: 'right' }, cell: ({ row }) => whole(row.original.row.line) },
  { id: 'field', header: 'Field', meta: { width: 'minmax(7rem, 1fr)' }, cell: ({ row }) => <span className="mono">{pathText(row.original.faults[0]?.path ?? [])}</span> },
  {
    id: 'problem',
    header: 'Problem',
    meta: { width: 'minmax(9rem, 2.5fr)' },
    cell: ({ row: { original } }) => {
      const all = original.faults.map(({ path, message }) => `${pathText(path)} ${message}`.trim()).join('\n');
      return (
        <span title={all}>
          {original.faults[0]?.message}
          {original.faults.length > 1 ? <span className="quiet"> and {original.faults.length - 1} more</span> : null}
        </span>
      );
    },
  },
  { id: 'by', header: 'Found by', meta: { width: '6rem', wide: true }, cell: ({ row }) => (row.original.by === 'page' ? 'This page' : 'Gateway') },
];

/** Rows that were not sent, or were refused, kept for correction. */
export function FaultyRows({ file, faulty }: { file: BatchFile; faulty: readonly FaultyRow[] }) {
  const save = async () => {
    try {
      const text = await faultyFileOf(file, faulty);
      saveBlob(new Blob([text], { type: file.kind === 'csv' ? 'text/csv' : 'application/json' }), `${file.name.replace(/\.\w+$/, '')}-to-correct.${file.kind}`);
    } catch (error) {
      tellFailed(error);
    }
  };
  return (
    <Panel
      title={`${whole(faulty.length)} faulty ${faulty.length === 1 ? 'row' : 'rows'}`}
      beside={
        <Button size="xs" variant="default" leftSection={<IconDownload size={15} aria-hidden />} onClick={save}>
          Download them to correct
        </Button>
      }
    >
      <Text size="sm" className="quiet" mb="sm">
        The file says in its last column what is wrong; correct it there and upload it here.
      </Text>
      <DataTable label="Faulty rows" columns={COLUMNS} rows={faulty} rowId={({ row }) => String(row.line)} height="min(24rem, 60vh)" />
    </Panel>
  );
}
