/**
 * Signing in: a pick of roles and tenant in local mode, else at the configured issuer. Who wants to go somewhere, and has nothing to be told here,
 * goes to the issuer at once.
 */
import { Button, Card, Center, Chip, Group, Stack, Text, TextInput, Title, Alert } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDocumentTitle } from '@mantine/hooks';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { OidcConfig } from '../../session/config';
import { leaveForIssuer, returnFromIssuer } from '../../session/oidc';
import { useSession } from '../../session/session';
import { localToken } from '../../session/tokens';
import { Failed, ScreenLoading } from '../../ui/states';
import { sentenceOf } from '../../ui/sentence-of';

const route = getRouteApi('/sign-in');

const ROLES = [
  ['operator', 'Operator', 'sees the whole system, no content'],
  ['admin', 'Administrator', 'one tenant: everything, retriggers, reference data'],
  ['client', 'Client', 'one tenant: submits and follows'],
  ['viewer', 'Viewer', 'one tenant: reads and follows'],
] as const;

export function SignInScreen() {
  useDocumentTitle('Sign in · Output Management');
  const { config, ended, person } = useSession();
  const { returnTo } = route.useSearch();
  const navigate = useNavigate();
  useEffect(() => {
    if (person) void navigate({ href: returnTo ?? '/', replace: true });
  }, [person, returnTo, navigate]);
  return (
    <Center mih="100vh" p="md">
      <Card component="main" withBorder w="100%" maw={440} p="xl">
        <Stack gap="md">
          <Group gap="sm">
            <img src="/admin/favicon.svg" alt="" width={34} height={34} />
            <Title order={1}>Output Management</Title>
          </Group>
          {ended ? (
            <Alert variant="default" role="status">
              {ended}
            </Alert>
          ) : null}
          {config.mode === 'local' ? <LocalSignIn /> : null}
          {config.oidc ? <IssuerSignIn oidc={config.oidc} returnTo={returnTo ?? '/'} atOnce={returnTo !== undefined && ended === null && !person} /> : null}
        </Stack>
      </Card>
    </Center>
  );
}

function IssuerSignIn({ oidc, returnTo, atOnce }: { oidc: OidcConfig; returnTo: string; atOnce: boolean }) {
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(atOnce);
  const leave = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await leaveForIssuer(oidc, returnTo);
    } catch (error) {
      setFailure(sentenceOf(error));
      setBusy(false);
    }
  };
  const first = useRef(atOnce ? leave : null);
  useEffect(() => {
    void first.current?.();
    first.current = null;
  }, []);
  return (
    <>
      {failure ? (
        <Alert variant="default" role="alert">
          {failure}
        </Alert>
      ) : null}
      <Button onClick={() => void leave()} loading={busy}>
        Sign in with {new URL(oidc.issuer).host}
      </Button>
    </>
  );
}

function LocalSignIn() {
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

/** Where the issuer sends the browser back to. */
export function SignInCallbackScreen() {
  const { config, signIn } = useSession();
  const navigate = useNavigate();
  const [failure, setFailure] = useState<unknown>(null);
  const begun = useRef(false);
  useEffect(() => {
    const { oidc } = config;
    if (begun.current || !oidc) return;
    begun.current = true;
    returnFromIssuer(oidc)
      .then(async ({ token, returnTo }) => {
        await signIn(token);
        await navigate({ href: returnTo, replace: true });
      })
      .catch(setFailure);
  }, [config, signIn, navigate]);
  if (!failure && config.oidc) return <ScreenLoading />;
  return (
    <Center mih="100vh" p="md">
      <Failed error={failure ?? new Error('No issuer is configured.')} title="Signing in did not work">
        <Button variant="light" onClick={() => void navigate({ to: '/sign-in' })}>
          Back
        </Button>
      </Failed>
    </Center>
  );
}
