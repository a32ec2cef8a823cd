/** One request: its form, what goes with it, and the code that asks for the same. */
import { useMutation } from '@apollo/client/react';
import { Alert, Button, Grid, Group, List, Stack, Switch } from '@mantine/core';
import { useDebouncedValue, useLocalStorage } from '@mantine/hooks';
import { IconSend, IconWand } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { UserError } from '../../../generated/graphql';
import { exampleOf, pathText, type Fault, type JsonObject } from '../../../ui/data-schema';
import { Panel } from '../../../ui/panel';
import { tellDone, tellFailed } from '../../../ui/told';
import { CodePanel } from '../code/code-panel';
import { codeOfOne } from '../code/snippets';
import { firstSource, inputOf, newKey, type Options } from '../draft';
import { SUBMIT_ONE, type SourceToSubmit, type TypeToSubmit } from '../queries';
import type { SentRequest } from '../sent';
import { OptionsFields } from './options-fields';
import { SchemaForm } from './schema-form';

export interface OneByFormProps {
  readonly type: TypeToSubmit;
  readonly sources: readonly SourceToSubmit[] | null;
  readonly own: string | null;
  readonly onSent: (request: SentRequest) => void;
  /** Data that the page found in order were refused: the type may have changed. */
  readonly readTypeAgain: () => void;
}

type Refusal = Pick<UserError, 'field' | 'code' | 'message'>;

export function OneByForm({ type, sources, own, onSent, readTypeAgain }: OneByFormProps) {
  const id = useId();
  const [data, setData] = useState<JsonObject>({});
  const [options, setOptions] = useState<Options>(() => ({
    format: type.formats[0] ?? 'PDF',
    priority: 'NORMAL',
    clientReference: '',
    source: sources ? firstSource(sources, own) : '',
    idempotencyKey: newKey(),
  }));
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const [showsCode, setShowsCode] = useLocalStorage({ key: 'oms.submit.code', defaultValue: false });
  const [submit, { loading }] = useMutation(SUBMIT_ONE);
  const input = inputOf(type.code, data, options);
  const [shownInput] = useDebouncedValue(input, 150);

  const send = async (complete: JsonObject) => {
    try {
      const { data: answer } = await submit({ variables: { input: inputOf(type.code, complete, options) } });
      const { documentRequest: request, userErrors } = answer?.submitDocumentRequest ?? {};
      setRefusals(userErrors ?? []);
      if (userErrors?.some(({ code }) => code === 'DATA_INVALID' || code === 'FORMAT_NOT_OFFERED')) readTypeAgain();
      if (!request) return;
      onSent({ id: request.id, title: options.clientReference || type.title, status: request.status, at: new Date().toISOString() });
      setOptions((before) => ({ ...before, idempotencyKey: newKey() }));
      tellDone(`${type.title} was accepted.`);
    } catch (error) {
      tellFailed(error, 'There is no answer; sending again with the same idempotency key does not make a second document');
    }
  };

  const { faults, errors, others } = placed(refusals);
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, lg: 8 }}>
        <Panel
          title={type.title}
          beside={
            <Button size="xs" variant="default" leftSection={<IconWand size={15} aria-hidden />} onClick={() => setData(exampleOf(type.dataSchema))}>
              Fill with an example
            </Button>
          }
        >
          {others.length > 0 ? (
            <Alert variant="default" role="alert" title="The gateway refused it" mb="sm">
              <List size="sm">
                {others.map(({ field, message }) => (
                  <List.Item key={`${field?.join('.')} ${message}`}>
                    {field ? `${pathText(field)}: ` : ''}
                    {message}
                  </List.Item>
                ))}
              </List>
            </Alert>
          ) : null}
          <SchemaForm
            id={id}
            schema={type.dataSchema}
            data={data}
            onChange={(changed) => {
              setData(changed);
              if (refusals.length > 0) setRefusals([]);
            }}
            onSubmit={(complete) => void send(complete)}
            faults={faults}
          />
        </Panel>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 4 }}>
        <Stack gap="md" pos={{ lg: 'sticky' }} top={{ lg: 68 }}>
          <Panel title="Request">
            <OptionsFields type={type} sources={sources} own={own} options={options} onChange={setOptions} errors={errors} />
            <Group mt="md" justify="space-between">
              <Button type="submit" form={id} loading={loading} leftSection={<IconSend size={16} aria-hidden />}>
                Submit
              </Button>
              <Switch label="Show the code" checked={showsCode} onChange={(event) => setShowsCode(event.currentTarget.checked)} />
            </Group>
          </Panel>
          {showsCode ? <CodePanel code={codeOfOne(shownInput)} /> : null}
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

const OPTION_NAMES = new Set(['format', 'priority', 'clientReference', 'source', 'idempotencyKey']);

/** Each refusal at its field: of the data, of what goes with them, or of neither. */
function placed(refusals: readonly Refusal[]) {
  const faults: Fault[] = [];
  const errors: Record<string, string> = {};
  const others: Refusal[] = [];
  for (const refusal of refusals) {
    // Paths may begin with the name of the argument.
    const path = refusal.field?.[0] === 'input' ? refusal.field.slice(1) : (refusal.field ?? []);
    const [name, ...rest] = path;
    if (name === 'data' && rest.length > 0) faults.push({ path: rest, message: refusal.message });
    else if (name !== undefined && OPTION_NAMES.has(name)) errors[name] = refusal.message;
    else others.push(refusal);
  }
  return { faults, errors, others };
}
