/** Asks for a sentence before something is done that others will read about. */
import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { modals } from '@mantine/modals';
import { useState, type ReactNode } from 'react';
import { sentenceOf } from './sentence-of';

export interface Question {
  readonly title: string;
  readonly text: ReactNode;
  /** Of the field. */
  readonly label: string;
  readonly required?: boolean;
  /** Of the button that does it. */
  readonly action: string;
  readonly danger?: boolean;
  /** What it rejects with is shown in the dialogue, which closes when it is done. */
  readonly onSubmit: (reason: string | null) => Promise<void>;
}

const MAX_LENGTH = 1_000;

export function askReason(question: Question): void {
  const id = modals.open({ title: question.title, children: <ReasonForm {...question} close={() => modals.close(id)} /> });
}

function ReasonForm({ text, label, required = false, action, danger = false, onSubmit, close }: Question & { close: () => void }) {
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
