/** The form of ask-reason: loaded when somebody is first asked. */
import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import type { Question } from './question';
import { sentenceOf } from './sentence-of';

const MAX_LENGTH = 1_000;

export default function ReasonForm({ text, label, required = false, action, danger = false, onSubmit, close }: Question & { close: () => void }) {
  const form = useForm({ initialValues: { reason: '' }, validate: { reason: (reason) => (required && !reason.trim() ? 'Say why' : null) } });
  const [running, setRunning] = useState(false);
  const submit = async (reason: string) => {
    setRunning(true);
    try {
      await onSubmit(reason.trim() || null);
      close();
    } catch (error) {
      form.setFieldError('reason', sentenceOf(error));
    } finally {
      setRunning(false);
    }
  };
  return (
    <form onSubmit={form.onSubmit(({ reason }) => void submit(reason))}>
      <Stack gap="md">
        <Text size="sm">{text}</Text>
        <Textarea data-autofocus label={label} required={required} withAsterisk={required} autosize minRows={2} maxLength={MAX_LENGTH} {...form.getInputProps('reason')} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Leave it
          </Button>
          <Button type="submit" loading={running} color={danger ? 'red' : undefined}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
