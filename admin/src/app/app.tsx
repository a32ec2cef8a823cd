/** Theme, session and routes around every screen. */
import { Center, Loader, MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { RouterProvider } from '@tanstack/react-router';
import type { AdminConfig } from '../session/config';
import { SessionProvider } from '../session/session';
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
            <Notifications position="bottom-right" />
            <RouterProvider router={router} />
          </ModalsProvider>
        )}
      </SessionProvider>
    </MantineProvider>
  );
}
