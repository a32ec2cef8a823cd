import { Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

/** A screen's heading, which also names the tab; `children` are its actions. */
export function PageHeader({ title, tab = title, text, children }: { title: ReactNode; tab?: ReactNode; text?: ReactNode; children?: ReactNode }) {
  useDocumentTitle(`${typeof tab === 'string' ? tab : 'Output Management'} · Output Management`);
  return (
    <Group justify="space-between" align="flex-start" mb="md" gap="sm">
      <Stack gap={2}>
        <Title order={1}>{title}</Title>
        {text ? (
          <Text size="sm" className="quiet">
            {text}
          </Text>
        ) : null}
      </Stack>
      {children ? <Group gap="xs">{children}</Group> : null}
    </Group>
  );
}
