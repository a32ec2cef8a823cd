import { Stack } from '@mantine/core';
import { useSession } from '../../session/session';
import { PageHeader } from '../../ui/page-header';
import { QueueBoard } from './queue-board';
import { RecoveryRuns } from './recovery-runs';

/** The jobs that run beside the main way. */
export function QueuesScreen() {
  const { operate } = useSession().rights;
  return (
    <>
      <PageHeader title="Queues" text="The jobs that run beside the main way: recovery and housekeeping." />
      <Stack gap="md">
        {operate ? <RecoveryRuns /> : null}
        <QueueBoard />
      </Stack>
    </>
  );
}
