import { Button, Group, SegmentedControl, Select, Text } from '@mantine/core';
import { IconMailCheck, IconSend } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { RowSelectionState } from '@tanstack/react-table';
import { useState } from 'react';
import { DataTable } from '../../ui/data-table';
import { whole } from '../../ui/figures';
import { FilterText } from '../../ui/filter-text';
import { PageHeader } from '../../ui/page-header';
import { given } from '../../ui/search-value';
import { Empty, Failed, RowsLoading } from '../../ui/states';
import { DEAD_LETTER_COLUMNS } from './columns';
import { LetterDrawer } from './letter-drawer';
import { ReplayDialog } from './replay-dialog';
import { deadLetterFilterOf, type DeadLettersSearch } from './search';
import { useDeadLetters } from './use-dead-letters';

/** Topics whose records people write programs for; others can be typed into an address. */
const TOPICS = ['oms.processing.v1', 'oms.processing-high.v1', 'oms.monitoring.v1', 'oms.status.v1', 'oms.final-status.v1', 'oms.operations.v1'];

/** Records that nobody could read: to look into, and to send back to where they came from. */
export function DeadLettersScreen() {
  const search = useSearch({ from: '/inside/dead-letters' });
  const navigate = useNavigate({ from: '/dead-letters' });
  const letters = useDeadLetters(deadLetterFilterOf(search));
  const [selection, setSelection] = useState<RowSelectionState>({});
  const [replaying, setReplaying] = useState<readonly string[] | null>(null);

  const change = (part: Partial<DeadLettersSearch>) => {
    setSelection({});
    void navigate({ search: (old) => given({ ...old, ...part }), replace: true });
  };
  const show = (letter: string | undefined) => void navigate({ search: (old) => given({ ...old, letter }) });
  const rows = letters.rows ?? [];
  const picked = rows.filter(({ id, replayedAt }) => selection[id] && !replayedAt).map(({ id }) => id);
  const narrowed = Object.keys(deadLetterFilterOf(search)).length > 0;

  return (
    <>
      <PageHeader title="Dead letters" text="Records that could not be read or broke a rule, kept byte for byte. They block nobody." />
      <Group gap="xs" align="flex-end" mb="md" role="search" aria-label="Filter dead letters">
        <Select label="Topic" size="xs" placeholder="Any" clearable data={search.topic && !TOPICS.includes(search.topic) ? [...TOPICS, search.topic] : TOPICS} value={search.topic ?? null} onChange={(topic) => change({ topic: topic ?? undefined })} w={210} />
        <FilterText label="Search" placeholder="Request id, key or reason" value={search.search} onChange={(text) => change({ search: text })} w={240} />
        <SegmentedControl
          size="xs"
          aria-label="Replayed or not"
          value={search.replayed ?? 'all'}
          onChange={(value) => change({ replayed: value === 'yes' || value === 'no' ? value : undefined })}
          data={[
            { value: 'all', label: 'All' },
            { value: 'no', label: 'Not replayed' },
            { value: 'yes', label: 'Replayed' },
          ]}
        />
      </Group>
      <Group justify="space-between" mb="xs" mih={34}>
        <Text size="sm" fw={600} className="figures" role="status">
          {letters.total === undefined ? '…' : `${whole(letters.total)} dead ${letters.total === 1 ? 'letter' : 'letters'}`}
          {picked.length > 0 ? ` · ${whole(picked.length)} selected` : ''}
        </Text>
        <Button size="xs" leftSection={<IconSend size={15} aria-hidden />} disabled={picked.length === 0} onClick={() => setReplaying(picked)}>
          Replay
        </Button>
      </Group>
      {letters.error ? <Failed error={letters.error} again={letters.again} /> : null}
      {!letters.rows && !letters.error ? <RowsLoading /> : null}
      {letters.rows && rows.length === 0 ? (
        <Empty icon={IconMailCheck} title={narrowed ? 'No dead letters match' : 'No dead letters'} text={narrowed ? 'Widen the filter to see more.' : 'Every record could be read. One that cannot be will appear here by itself.'} />
      ) : null}
      {rows.length > 0 ? (
        <DataTable
          label="Dead letters"
          columns={DEAD_LETTER_COLUMNS}
          rows={rows}
          rowId={({ id }) => id}
          onOpen={({ id }) => show(id)}
          selection={selection}
          onSelectionChange={setSelection}
          hasMore={letters.hasMore}
          loadingMore={letters.loadingMore}
          onMore={letters.more}
        />
      ) : null}
      {search.letter ? <LetterDrawer id={search.letter} onClose={() => show(undefined)} onReplay={(id) => setReplaying([id])} /> : null}
      {replaying ? (
        <ReplayDialog
          ids={replaying}
          onClose={() => setReplaying(null)}
          onDone={() => {
            setReplaying(null);
            setSelection({});
            letters.again();
          }}
        />
      ) : null}
    </>
  );
}
