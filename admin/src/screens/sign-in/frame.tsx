import { Card, Center, Group, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** Around what is shown to who has not signed in. */
export function Frame({ children }: { children: ReactNode }) {
  return (
    <Center mih="100vh" p="md">
      <Card component="main" withBorder w="100%" maw={440} p="xl">
        <Stack gap="md">
          <Group gap="sm">
            <img src="/admin/favicon.svg" alt="" width={34} height={34} />
            <Title order={1}>Output Management</Title>
          </Group>
          {children}
        </Stack>
      </Card>
    </Center>
  );
}
