import { Button, Group, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';

/** The name of a filter to keep: loaded when one is kept. */
export default function NameForm({ onName }: { onName: (name: string) => void }) {
  const form = useForm({ initialValues: { name: '' }, validate: { name: (name) => (name.trim() ? null : 'Give it a name') } });
  return (
    <form onSubmit={form.onSubmit(({ name }) => onName(name.trim()))}>
      <TextInput label="Name" data-autofocus maxLength={60} {...form.getInputProps('name')} />
      <Group justify="flex-end" mt="md">
        <Button type="submit">Keep</Button>
      </Group>
    </form>
  );
}
