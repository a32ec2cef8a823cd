/** A new source, or a change of one. */
import { useApolloClient, useMutation } from '@apollo/client/react';
import { ActionIcon, Alert, Button, Group, Modal, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { tellDone, tellFailed } from '../../../ui/told';
import { CODE, CODE_RULE, SAVE_SOURCE, SOURCES, type SourceRead } from '../queries';

export function EditSource({ source, onSaved }: { source?: SourceRead; onSaved: () => void }) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      {source ? (
        <ActionIcon variant="subtle" color="gray" aria-label={`Edit source ${source.code}`} onClick={open}>
          <IconPencil size={16} />
        </ActionIcon>
      ) : (
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
          New source
        </Button>
      )}
      <Modal opened={opened} onClose={close} title={source ? `Source ${source.code}` : 'New source'} closeButtonProps={{ 'aria-label': 'Close' }}>
        <SourceForm source={source} onSaved={onSaved} close={close} />
      </Modal>
    </>
  );
}

interface SourceValues {
  code: string;
  title: string;
  active: boolean;
}

function SourceForm({ source, onSaved, close }: { source?: SourceRead; onSaved: () => void; close: () => void }) {
  const client = useApolloClient();
  const [save, { loading }] = useMutation(SAVE_SOURCE);
  const [base, setBase] = useState<SourceRead | null>(source ?? null);
  const [theirs, setTheirs] = useState<SourceRead | null>(null);
  const form = useForm<SourceValues>({
    initialValues: { code: source?.code ?? '', title: source?.title ?? '', active: source?.active ?? true },
    validate: { code: (code) => (CODE.test(code) ? null : CODE_RULE), title: (title) => (title.trim() ? null : 'It needs a title') },
  });

  const submit = async (input: SourceValues) => {
    try {
      const { data } = await save({ variables: { input, expectedVersion: base?.version ?? 0 } });
      const { source: saved, userErrors = [] } = data?.saveSource ?? {};
      if (saved) {
        tellDone(`Source ${saved.code} was saved as version ${saved.version}.`);
        onSaved();
        close();
      } else if (userErrors.some(({ code }) => code === 'VERSION_CONFLICT')) {
        await meet(input);
      } else {
        form.setErrors(Object.fromEntries(userErrors.map(({ field, message }) => [field?.[1] ?? 'title', message])));
      }
    } catch (error) {
      tellFailed(error);
    }
  };

  /** What only they changed is taken; what both changed stays mine and is shown beside. */
  const meet = async (mine: SourceValues) => {
    const { data } = await client.query({ query: SOURCES, fetchPolicy: 'network-only' });
    const found = data?.sources.find(({ code }) => code === mine.code) ?? null;
    if (!found) return;
    setTheirs(found);
    form.setValues({ title: base && mine.title === base.title ? found.title : mine.title, active: base && mine.active === base.active ? found.active : mine.active });
    setBase(found);
  };

  return (
    <form onSubmit={form.onSubmit((values) => void submit(values))}>
      <Stack gap="md">
        {theirs ? (
          <Alert variant="default" role="alert" title={`Another administrator saved version ${theirs.version} meanwhile`}>
            <Text size="sm">
              Theirs: “{theirs.title}”, {theirs.active ? 'active' : 'inactive'}. Below is what saving again makes of both.
            </Text>
          </Alert>
        ) : null}
        <TextInput label="Code" description={CODE_RULE} required readOnly={Boolean(source)} classNames={{ input: 'mono' }} {...form.getInputProps('code')} />
        <TextInput label="Title" required maxLength={200} data-autofocus {...form.getInputProps('title')} />
        <Switch label="Active: may ask for documents" {...form.getInputProps('active', { type: 'checkbox' })} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={loading}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
