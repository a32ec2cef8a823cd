import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { CODE, CODE_RULE, type DocumentTypeListed } from '../queries';

/** Asks for the code of a document type that is to be made, then opens it. */
export function NewDocumentType({ types }: { types: readonly DocumentTypeListed[] }) {
  const [opened, { open, close }] = useDisclosure();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { code: '' },
    validate: { code: (code) => (!CODE.test(code) ? CODE_RULE : types.some((type) => type.code === code) ? 'There is one of this code already' : null) },
  });
  return (
    <>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
        New document type
      </Button>
      <Modal opened={opened} onClose={close} title="New document type" closeButtonProps={{ 'aria-label': 'Close' }}>
        <form onSubmit={form.onSubmit(({ code }) => void navigate({ to: '/reference-data/document-types/$code', params: { code } }))}>
          <Stack>
            <TextInput label="Code" description={`What programs ask for; it never changes. ${CODE_RULE}`} required data-autofocus classNames={{ input: 'mono' }} {...form.getInputProps('code')} />
            <Group justify="flex-end">
              <Button type="submit">Go on</Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
