import { Alert, Button, Chip, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useSession } from '../../session/session';
import { localToken } from '../../session/tokens';
import { sentenceOf } from '../../ui/sentence-of';

const ROLES = [
  ['operator', 'Operator', 'sees the whole system, no content'],
  ['admin', 'Administrator', 'one tenant: everything, retriggers, reference data'],
  ['client', 'Client', 'one tenant: submits and follows'],
  ['viewer', 'Viewer', 'one tenant: reads and follows'],
] as const;

/** A pick of roles and tenant. */
export function LocalSignIn() {
  const { signIn } = useSession();
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useForm({
    initialValues: { roles: ['admin', 'operator'] as string[], tenant: 'demo', subject: 'ada' },
    validate: {
      roles: (roles) => (roles.length === 0 ? 'Pick at least one role' : null),
      tenant: (tenant) => (/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(tenant) ? null : 'Letters, digits, dots, dashes and underscores'),
      subject: (subject) => (subject.trim() ? null : 'A name for the audit log'),
    },
  });
  const submit = form.onSubmit(async (wish) => {
    setBusy(true);
    setFailure(null);
    try {
      await signIn(await localToken(wish));
    } catch (error) {
      setFailure(sentenceOf(error));
      setBusy(false);
    }
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm" className="quiet">
          This system runs in local mode: be whom you like.
        </Text>
        <TextInput label="Name" {...form.getInputProps('subject')} />
        <TextInput label="Tenant" {...form.getInputProps('tenant')} />
        <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
          <legend>
            <Text size="sm" fw={500} mb={6}>
              Roles
            </Text>
          </legend>
          <Chip.Group multiple {...form.getInputProps('roles')}>
            <Stack gap={6}>
              {ROLES.map(([role, label, what]) => (
                <Group key={role} gap="sm" wrap="nowrap">
                  <Chip value={role} size="sm" variant="outline">
                    {label}
                  </Chip>
                  <Text size="xs" className="quiet">
                    {what}
                  </Text>
                </Group>
              ))}
            </Stack>
          </Chip.Group>
          {form.errors.roles ? (
            <Text size="xs" role="alert">
              {form.errors.roles}
            </Text>
          ) : null}
        </fieldset>
        {failure ? (
          <Alert variant="default" role="alert">
            {failure}
          </Alert>
        ) : null}
        <Button type="submit" loading={busy}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
