/** What a screen shows instead of its content: loading, nothing there, failed. */
import { Alert, Button, Center, Loader, Skeleton, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertCircle, IconInbox, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { sentenceOf } from './sentence-of';

export function ScreenLoading() {
  return (
    <Center mih="40vh" role="status">
      <Loader aria-label="Loading" />
    </Center>
  );
}

/** Lines where rows will be. */
export function RowsLoading({ rows = 8 }: { rows?: number }) {
  return (
    <Stack gap="xs" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} h={34} radius="sm" />
      ))}
    </Stack>
  );
}

/** Nothing there, and what to do about it. */
export function Empty({ title, text, icon: Shown = IconInbox, children }: { title: string; text?: ReactNode; icon?: Icon; children?: ReactNode }) {
  return (
    <Center mih="32vh">
      <Stack align="center" gap="sm" maw={460} ta="center">
        <ThemeIcon variant="default" size={52} radius="xl" aria-hidden>
          <Shown size={26} stroke={1.4} />
        </ThemeIcon>
        <Title order={2}>{title}</Title>
        {text ? <Text className="quiet">{text}</Text> : null}
        {children}
      </Stack>
    </Center>
  );
}

/** Says what went wrong; `again` offers to try once more. */
export function Failed({ error, title = 'This could not be read', again, children }: { error: unknown; title?: string; again?: () => void; children?: ReactNode }) {
  return (
    <Alert variant="default" icon={<IconAlertCircle color="var(--mantine-color-red-filled)" aria-hidden />} title={title} role="alert">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{sentenceOf(error)}</Text>
        {again ? (
          <Button size="xs" variant="light" onClick={again}>
            Try again
          </Button>
        ) : null}
        {children}
      </Stack>
    </Alert>
  );
}
