import { Button, Group, MultiSelect } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import type { RecoveryStatus } from '../../../generated/graphql';
import { statusLabel } from '../../../ui/status-badge';
import { TimeRange } from '../../../ui/time-range';
import { OPEN, STATUSES, type ErrorsSearch } from '../search';
import { FilterText } from '../../../ui/filter-text';

/** What the groups and the list are narrowed by; `onChange` gets the parts that change. */
export function ErrorFilters({ search, onChange, onClear }: { search: ErrorsSearch; onChange: (part: Partial<ErrorsSearch>) => void; onClear: () => void }) {
  const statuses = search.statuses ?? [...OPEN];
  const narrowed = Object.keys(search).some((key) => key !== 'order');
  return (
    <Group gap="xs" align="flex-end" mb="md" role="search" aria-label="Filter errors">
      <MultiSelect
        label="Recovery status"
        size="xs"
        data={STATUSES.map((value) => ({ value, label: statusLabel(value) }))}
        value={statuses}
        onChange={(values) => onChange({ statuses: chosen(values) })}
        clearable={search.statuses !== undefined}
        clearButtonProps={{ 'aria-label': 'Open ones again' }}
        miw={250}
        comboboxProps={{ width: 'target' }}
      />
      <FilterText label="Document type" value={search.type} onChange={(type) => onChange({ type })} w={135} />
      <FilterText label="Source" value={search.source} onChange={(source) => onChange({ source })} w={100} />
      <FilterText label="Submission" value={search.submission} onChange={(submission) => onChange({ submission })} placeholder="Its id" w={115} />
      <FilterText label="Request" value={search.request} onChange={(request) => onChange({ request })} placeholder="Its id" w={115} />
      <TimeRange from={search.from} until={search.until} onChange={onChange} />
      {narrowed ? (
        <Button size="xs" variant="subtle" leftSection={<IconFilterOff size={15} aria-hidden />} onClick={onClear}>
          Clear
        </Button>
      ) : null}
    </Group>
  );
}

/** None of them, or just the open ones, is what the screen shows by itself. */
function chosen(statuses: RecoveryStatus[]): RecoveryStatus[] | undefined {
  const same = statuses.length === OPEN.length && OPEN.every((status) => statuses.includes(status));
  return statuses.length === 0 || same ? undefined : STATUSES.filter((status) => statuses.includes(status));
}
