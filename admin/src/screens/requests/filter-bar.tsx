import { useQuery } from '@apollo/client/react';
import { Button, Collapse, Group, MultiSelect, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useSession } from '../../session/session';
import { statusLabel } from '../../ui/status-badge';
import { TimeRange } from '../../ui/time-range';
import { FILTER_CHOICES } from './documents';
import { isFiltered, STATUSES, type RequestsSearch } from './search';

const TYPING_MS = 300;

interface FilterProps {
  readonly search: RequestsSearch;
  readonly onChange: (change: Partial<RequestsSearch>) => void;
}

/** What the list is narrowed down to. */
export function FilterBar({ search, onChange }: FilterProps) {
  const narrow = useMediaQuery('(max-width: 48em)');
  const [opened, { toggle }] = useDisclosure();
  return (
    <Group align="flex-end" gap="xs" mb="sm">
      <TypedInput label="Search" placeholder="Id, or beginning of a client reference" value={search.search} onChange={(text) => onChange({ search: text })} leftSection={<IconSearch size={15} aria-hidden />} grow />
      {narrow ? null : <SubmissionInput search={search} onChange={onChange} />}
      {narrow ? (
        <Button size="xs" variant="default" onClick={toggle} aria-expanded={opened} leftSection={<IconAdjustmentsHorizontal size={15} aria-hidden />}>
          Filters
        </Button>
      ) : null}
      <Collapse expanded={!narrow || opened}>
        <Group align="flex-end" gap="xs">
          {narrow ? <SubmissionInput search={search} onChange={onChange} /> : null}
          <Fields search={search} onChange={onChange} />
        </Group>
      </Collapse>
    </Group>
  );
}

function SubmissionInput({ search, onChange }: FilterProps) {
  return <TypedInput label="Submission" placeholder="Its id" value={search.submission} onChange={(submission) => onChange({ submission })} width={290} />;
}

function Fields({ search, onChange }: FilterProps) {
  const { rights } = useSession();
  // Operators do not read reference data: they type the codes.
  const { data } = useQuery(FILTER_CHOICES, { skip: !rights.readContent, fetchPolicy: 'cache-first' });
  const types = data?.documentTypes.map(({ code }) => code);
  const sources = data?.sources.map(({ code }) => code);
  return (
    <>
      <MultiSelect
        size="xs"
        label="Status"
        placeholder={search.statuses ? undefined : 'Any'}
        w={200}
        clearable
        data={STATUSES.map((value) => ({ value, label: statusLabel(value) }))}
        value={search.statuses ?? []}
        onChange={(statuses) => onChange({ statuses: statuses.length > 0 ? statuses : undefined })}
      />
      <ChosenOrTyped label="Document type" choices={types} value={search.type} onChange={(type) => onChange({ type })} />
      <ChosenOrTyped label="Source" choices={sources} value={search.source} onChange={(source) => onChange({ source })} width={130} />
      <TimeRange from={search.from} until={search.until} onChange={onChange} />
      {isFiltered(search) ? (
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconX size={14} aria-hidden />}
          onClick={() => onChange({ search: undefined, statuses: undefined, type: undefined, source: undefined, submission: undefined, from: undefined, until: undefined })}
        >
          Clear
        </Button>
      ) : null}
    </>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

function ChosenOrTyped({ choices, width = 180, ...field }: FieldProps & { choices: readonly string[] | undefined; width?: number }) {
  if (!choices) return <TypedInput {...field} placeholder="Any" />;
  // One that the address names and nobody knows is shown all the same.
  const known = field.value && !choices.includes(field.value) ? [...choices, field.value] : choices;
  return <Select size="xs" w={width} label={field.label} placeholder="Any" searchable clearable data={known} value={field.value ?? null} onChange={(value) => field.onChange(value ?? undefined)} />;
}

/** Text that counts a moment after it was typed. */
function TypedInput({ value = '', onChange, grow = false, width = 150, ...input }: FieldProps & { placeholder?: string; leftSection?: ReactNode; grow?: boolean; width?: number }) {
  const [typed, setTyped] = useState(value);
  const tell = useDebouncedCallback((text: string) => onChange(text.trim() || undefined), TYPING_MS);
  useEffect(() => setTyped(value), [value]);
  return (
    <TextInput
      {...input}
      size="xs"
      style={grow ? { flex: '1 1 15rem' } : undefined}
      w={grow ? undefined : width}
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        tell(currentTarget.value);
      }}
    />
  );
}
