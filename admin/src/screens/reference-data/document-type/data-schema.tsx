/** The JSON Schema of a document type's data, and a place to try it before it is saved. */
import { Grid, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { loadCheck, type Fault, type JsonObject } from '../../../ui/data-schema';
import { Panel } from '../../../ui/panel';
import { RowsLoading } from '../../../ui/states';
import { tellFailed } from '../../../ui/told';
import { schemaOf } from './content';
import { FaultList } from './fault-list';
import { TryIt } from './try-it';

const SchemaEditor = lazy(() => import('./json-editor').then(({ SchemaEditor: component }) => ({ default: component })));
const PAUSE_MS = 250;
const NO_JSON: readonly Fault[] = [{ path: [], message: 'It is no JSON object yet' }];

export function DataSchema({ text, onChange }: { text: string; onChange: ((text: string) => void) | null }) {
  const [settled] = useDebouncedValue(text, PAUSE_MS);
  const schema = useMemo(() => schemaOf({ schemaText: settled }), [settled]);
  const [checked, setChecked] = useState<{ readonly schema: JsonObject | null; readonly faults: readonly Fault[] }>({ schema: null, faults: [] });
  useEffect(() => {
    let current = true;
    if (!schema) {
      setChecked({ schema, faults: NO_JSON });
      return;
    }
    loadCheck().then(({ schemaFaults }) => current && setChecked({ schema, faults: schemaFaults(schema) }), tellFailed);
    return () => {
      current = false;
    };
  }, [schema]);
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <Panel title="JSON Schema" beside={<Text size="xs" className="quiet">Draft 2020-12</Text>}>
          <Suspense fallback={<RowsLoading />}>
            <SchemaEditor label="JSON Schema of the data" text={text} onChange={onChange} />
          </Suspense>
          <FaultList faults={checked.faults} good="It is a JSON Schema that can be used." />
        </Panel>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <TryIt schema={checked.schema === schema && checked.faults.length === 0 ? schema : null} />
      </Grid.Col>
    </Grid>
  );
}
