/** Another administrator saved meanwhile: what was brought together, and where a person must choose. */
import { Alert, Badge, Button, Group, List, SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import { useState } from 'react';
import { CodeBlock } from '../../../ui/code-block';
import { pathText, type JsonObject } from '../../../ui/data-schema';
import { withAt, type Merged } from './merge';

export interface ConflictPanelProps {
  /** In force now. */
  readonly version: number;
  readonly merged: Merged;
  /** Goes on editing with what was brought together, on top of their version. */
  readonly onTake: (value: JsonObject) => void;
  /** Drops mine. */
  readonly onTheirs: () => void;
}

type Side = 'mine' | 'theirs';

export function ConflictPanel({ version, merged: { value, collisions, taken }, onTake, onTheirs }: ConflictPanelProps) {
  const [chosen, setChosen] = useState<Readonly<Record<string, Side>>>({});
  const open = collisions.filter(({ path }) => !chosen[pathText(path)]).length;
  const take = () => onTake(collisions.reduce((all, { path, mine, theirs }) => withAt(all, path, chosen[pathText(path)] === 'theirs' ? theirs : mine), value));
  return (
    <Alert variant="default" icon={<IconGitMerge aria-hidden />} title={`Another administrator saved version ${version} meanwhile`} role="alert" data-testid="conflict">
      <Stack gap="sm">
        <Text size="sm">Nothing was saved and nothing is lost. {collisions.length === 0 ? 'The two changes do not collide: look at them together, then save.' : 'Where both changed the same, choose.'}</Text>
        {taken.length > 0 ? (
          <div>
            <Text size="sm" fw={600}>
              Theirs, brought in
            </Text>
            <List size="sm">
              {taken.map((path) => (
                <List.Item key={pathText(path)}>
                  <span className="mono">{pathText(path)}</span>
                </List.Item>
              ))}
            </List>
          </div>
        ) : null}
        {collisions.map(({ path, base, mine, theirs }) => (
          <Stack key={pathText(path)} gap="xs" component="section" aria-label={`Collision at ${pathText(path)}`}>
            <Group gap="sm">
              <Text size="sm" fw={600} className="mono">
                {pathText(path)}
              </Text>
              <SegmentedControl
                size="xs"
                aria-label={`What to keep of ${pathText(path)}`}
                data={[
                  { value: 'none', label: 'Choose', disabled: true },
                  { value: 'mine', label: 'Mine' },
                  { value: 'theirs', label: 'Theirs' },
                ]}
                value={chosen[pathText(path)] ?? 'none'}
                onChange={(side) => setChosen((before) => ({ ...before, [pathText(path)]: side as Side }))}
              />
            </Group>
            <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="xs">
              <Side label="Before" value={base} />
              <Side label="Mine" value={mine} chosen={chosen[pathText(path)] === 'mine'} />
              <Side label="Theirs" value={theirs} chosen={chosen[pathText(path)] === 'theirs'} />
            </SimpleGrid>
          </Stack>
        ))}
        <Group>
          <Button size="sm" onClick={take} disabled={open > 0}>
            {open > 0 ? `${open} to choose` : 'Take both changes'}
          </Button>
          <Button size="sm" variant="default" onClick={onTheirs}>
            Drop mine
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

function Side({ label, value, chosen = false }: { label: string; value: unknown; chosen?: boolean }) {
  return (
    <div>
      <Group gap="xs" mb={4}>
        <Text size="xs" className="quiet">
          {label}
        </Text>
        {chosen ? <Badge size="xs">Kept</Badge> : null}
      </Group>
      <CodeBlock label={label} text={value === undefined ? '(not there)' : JSON.stringify(value, null, 2)} height={200} />
    </div>
  );
}
