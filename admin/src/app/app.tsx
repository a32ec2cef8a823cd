/** Theme, session and routes around every screen. */
import { Center, Loader, MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { RouterProvider } from '@tanstack/react-router';
import type { AdminConfig } from '../session/config';
import { SessionProvider } from '../session/session';
import { Notices } from './notices';
import { router } from './router';
import { theme } from './theme';

const waiting = (
  <Center h="100vh">
    <Loader aria-label="Loading" />
  </Center>
);

export function App({ config }: { config: AdminConfig }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <SessionProvider config={config} waiting={waiting}>
        {() => (
          <ModalsProvider>
            <Notices />
            <RouterProvider router={router} />
          </ModalsProvider>
        )}
      </SessionProvider>
    </MantineProvider>
  );
}
