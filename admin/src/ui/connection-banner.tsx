import { Alert } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useConnection } from '../api/connection';

/** Says so while what is shown does not move: this computer is offline, or the live connection is being made again. */
export function ConnectionBanner() {
  const { online } = useNetwork();
  const { state } = useConnection();
  if (online && state !== 'reconnecting') return <div role="status" />;
  return (
    <Alert role="status" variant="light" color="yellow" mb="md" py="xs" icon={<IconPlugConnectedX size={18} aria-hidden />} title={online ? 'Reconnecting' : 'You are offline'} data-testid="connection-banner">
      What you see is as it was a moment ago. It catches up by itself, with nothing missed.
    </Alert>
  );
}
