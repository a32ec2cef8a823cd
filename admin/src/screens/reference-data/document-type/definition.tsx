/** Title, formats, who may ask, where the parties are, and what the engine is asked for. */
import { Chip, Grid, Group, Input, MultiSelect, SimpleGrid, Stack, Switch, TagsInput, Text, TextInput } from '@mantine/core';
import { useId, useMemo } from 'react';
import { propertiesOf, resolved, typesOf, type JsonObject } from '../../../ui/data-schema';
import { Panel } from '../../../ui/panel';
import type { SourceRead } from '../queries';
import { FORMATS, type Draft } from './content';

export interface DefinitionProps {
  readonly draft: Draft;
  readonly sources: readonly SourceRead[];
  /** For suggestions; null while it is no JSON. */
  readonly schema: JsonObject | null;
  /** Null: to be read only. */
  readonly onChange: ((part: Partial<Draft>) => void) | null;
}

export function Definition({ draft, sources, schema, onChange }: DefinitionProps) {
  const formats = useId();
  const readOnly = onChange === null;
  const change = (part: Partial<Draft>) => onChange?.(part);
  const pointers = useMemo(() => (schema ? textPointers(schema, schema, '', 0) : []), [schema]);
  const known = new Set(sources.map(({ code }) => code));
  const configured = (key: string, label: string, description: string) => (
    <TextInput
      key={key}
      label={label}
      description={description}
      classNames={{ input: 'mono' }}
      readOnly={readOnly}
      maxLength={200}
      value={draft.engineConfiguration[key] ?? ''}
      onChange={(event) => change({ engineConfiguration: { ...draft.engineConfiguration, [key]: event.currentTarget.value } })}
    />
  );
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Panel title="What it is" h="100%">
          <Stack gap="md">
            <TextInput label="Title" required readOnly={readOnly} maxLength={200} value={draft.title} onChange={(event) => change({ title: event.currentTarget.value })} />
            <Input.Wrapper label="Formats" description="What it may be asked for as" labelElement="div" labelProps={{ id: formats }}>
              <Chip.Group multiple value={[...draft.formats]} onChange={(values) => change({ formats: FORMATS.filter((format) => values.includes(format)) })}>
                <Group gap="xs" mt={6} role="group" aria-labelledby={formats}>
                  {FORMATS.map((format) => (
                    <Chip key={format} value={format} disabled={readOnly && !draft.formats.includes(format)} readOnly={readOnly} variant="outline">
                      {format}
                    </Chip>
                  ))}
                </Group>
              </Chip.Group>
            </Input.Wrapper>
            <Switch label="Active: may be asked for" checked={draft.active} disabled={readOnly} onChange={(event) => change({ active: event.currentTarget.checked })} />
          </Stack>
        </Panel>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Panel title="Who may ask" h="100%">
          <Stack gap="md">
            <MultiSelect
              label="Allowed sources"
              description="None named: every source of the tenant may ask"
              placeholder={draft.allowedSources.length === 0 ? 'Every source' : undefined}
              data={[...sources.map(({ code, title, active }) => ({ value: code, label: `${code}: ${title}${active ? '' : ' (inactive)'}` })), ...draft.allowedSources.filter((code) => !known.has(code)).map((code) => ({ value: code, label: `${code} (unknown)` }))]}
              value={[...draft.allowedSources]}
              onChange={(allowedSources) => change({ allowedSources })}
              readOnly={readOnly}
              searchable
              clearable={!readOnly}
              clearButtonProps={{ 'aria-label': 'Every source' }}
            />
            <TagsInput
              label="Party fields"
              description="JSON Pointers to party ids in the data; the party is looked up and goes to the engine with them"
              placeholder={draft.partyFields.length === 0 ? '/policyHolder/partyId' : undefined}
              data={pointers}
              value={[...draft.partyFields]}
              onChange={(partyFields) => change({ partyFields })}
              readOnly={readOnly}
            />
          </Stack>
        </Panel>
      </Grid.Col>
      <Grid.Col span={12}>
        <Panel title="Engine configuration">
          <Text size="sm" className="quiet" mb="sm">
            The id of the engine's batch configuration that renders it.
          </Text>
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} spacing="md">
            {configured('default', 'Default', 'For formats without one of their own')}
            {FORMATS.filter((format) => draft.formats.includes(format)).map((format) => configured(format, format, `For ${format}, instead of the default`))}
          </SimpleGrid>
        </Panel>
      </Grid.Col>
    </Grid>
  );
}

const MAX_DEPTH = 6;

/** Pointers to every text that the schema names. */
function textPointers(root: JsonObject, part: unknown, at: string, depth: number): string[] {
  const schema = resolved(root, part);
  if (!schema || depth > MAX_DEPTH) return [];
  return Object.entries(propertiesOf(schema)).flatMap(([name, child]) => {
    const pointer = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return typesOf(resolved(root, child)).includes('string') ? [pointer] : textPointers(root, child, pointer, depth + 1);
  });
}
