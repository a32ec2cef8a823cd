import { Button, Group, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconWand } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { exampleOf, loadCheck, type Fault, type JsonObject } from '../../../ui/data-schema';
import { Panel } from '../../../ui/panel';
import { RowsLoading } from '../../../ui/states';
import { tellFailed } from '../../../ui/told';
import { FaultList } from './fault-list';

const JsonEditor = lazy(() => import('./json-editor').then(({ JsonEditor: component }) => ({ default: component })));
const PAUSE_MS = 250;

/** Sample data, checked against the schema as it is being edited. `schema` null: it cannot be used at the moment. */
export function TryIt({ schema }: { schema: JsonObject | null }) {
  const [text, setText] = useState<string | null>(null);
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const sample = text ?? (schema ? JSON.stringify(exampleOf(schema), null, 2) : '{}');
  const [typed] = useDebouncedValue(sample, PAUSE_MS);
  // An example is known to be whole; what is being typed is looked at in a pause.
  const settled = text === null ? sample : typed;
  useEffect(() => {
    if (!schema) return;
    let current = true;
    loadCheck().then(({ dataCheck }) => {
      if (current) setFaults(faultsOf(settled, dataCheck(schema).faults));
    }, tellFailed);
    return () => {
      current = false;
    };
  }, [schema, settled]);
  return (
    <Panel
      title="Try it"
      beside={
        <Group gap="xs">
          <Button size="xs" variant="default" leftSection={<IconWand size={15} aria-hidden />} disabled={!schema} onClick={() => schema && setText(JSON.stringify(exampleOf(schema, true), null, 2))}>
            Example with every field
          </Button>
        </Group>
      }
    >
      <Suspense fallback={<RowsLoading />}>
        <JsonEditor label="Sample data" text={sample} onChange={setText} height="320px" />
      </Suspense>
      {schema ? (
        <FaultList faults={faults} good="These data would be accepted." />
      ) : (
        <Text size="sm" className="quiet" mt="sm">
          The schema cannot be used yet.
        </Text>
      )}
    </Panel>
  );
}

function faultsOf(text: string, check: (data: unknown) => Fault[]): readonly Fault[] {
  try {
    return check(JSON.parse(text));
  } catch (error) {
    return [{ path: [], message: `The sample is no JSON: ${error instanceof Error ? error.message : String(error)}` }];
  }
}
