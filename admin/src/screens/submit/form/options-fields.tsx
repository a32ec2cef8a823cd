import { ActionIcon, SegmentedControl, Select, SimpleGrid, TextInput, Tooltip, Input } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useId } from 'react';
import { newKey, type Options } from '../draft';
import type { SourceToSubmit, TypeToSubmit } from '../queries';

export interface OptionsFieldsProps {
  readonly type: TypeToSubmit;
  /** Null where the token's own is the only one. */
  readonly sources: readonly SourceToSubmit[] | null;
  readonly own: string | null;
  readonly options: Options;
  readonly onChange: (options: Options) => void;
  /** By name of the field. */
  readonly errors: Readonly<Record<string, string>>;
}

/** Everything of a request but its data. */
export function OptionsFields({ type, sources, own, options, onChange, errors }: OptionsFieldsProps) {
  const format = useId();
  const priority = useId();
  const change = (part: Partial<Options>) => onChange({ ...options, ...part });
  const ownAllowed = sources?.some(({ code }) => code === own);
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 1, xl: 2 }} spacing="md" verticalSpacing="sm">
      <Input.Wrapper label="Format" labelElement="div" labelProps={{ id: format }} error={errors.format}>
        <SegmentedControl aria-labelledby={format} fullWidth size="xs" data={[...type.formats]} value={options.format} onChange={(value) => change({ format: value })} />
      </Input.Wrapper>
      <Input.Wrapper label="Priority" labelElement="div" labelProps={{ id: priority }} error={errors.priority}>
        <SegmentedControl
          aria-labelledby={priority}
          fullWidth
          size="xs"
          data={[
            { value: 'HIGH', label: 'High' },
            { value: 'NORMAL', label: 'Normal' },
            { value: 'LOW', label: 'Low' },
          ]}
          value={options.priority}
          onChange={(value) => change({ priority: value })}
        />
      </Input.Wrapper>
      <TextInput label="Client reference" description="Your own id for it; you can search by it" value={options.clientReference} onChange={(event) => change({ clientReference: event.currentTarget.value })} error={errors.clientReference} maxLength={200} />
      {sources ? (
        <Select
          label="Source"
          description="The client system that asks"
          data={[...(ownAllowed || sources.length === 0 ? [{ value: '', label: own ? `${own} (your token's)` : "Your token's" }] : []), ...sources.filter(({ code }) => code !== own).map(({ code, title }) => ({ value: code, label: `${code}: ${title}` }))]}
          value={options.source}
          onChange={(value) => change({ source: value ?? '' })}
          allowDeselect={false}
          error={errors.source}
        />
      ) : null}
      <TextInput
        label="Idempotency key"
        description="The same key never makes a second document"
        value={options.idempotencyKey}
        onChange={(event) => change({ idempotencyKey: event.currentTarget.value })}
        error={errors.idempotencyKey}
        maxLength={200}
        classNames={{ input: 'mono' }}
        rightSection={
          <Tooltip label="A new key">
            <ActionIcon variant="subtle" color="gray" aria-label="A new key" onClick={() => change({ idempotencyKey: newKey() })}>
              <IconRefresh size={16} />
            </ActionIcon>
          </Tooltip>
        }
      />
    </SimpleGrid>
  );
}
