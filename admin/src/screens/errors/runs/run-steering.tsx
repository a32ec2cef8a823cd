import { useMutation } from '@apollo/client/react';
import { Button, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import type { RunRowFragment } from '../../../generated/graphql';
import { useSession } from '../../../session/session';
import { tellFailed } from '../../../ui/told';
import { RESUME_RUN, STOP_RUN } from '../documents';
import { isUnderWay } from './run-state';

/** Stops a run, or goes on with one that was stopped. */
export function RunSteering({ run }: { run: RunRowFragment }) {
  const { administer } = useSession().rights;
  const [stop, stopping] = useMutation(STOP_RUN);
  const [resume, resuming] = useMutation(RESUME_RUN);
  if (!administer) return null;
  const told = (userErrors: readonly { message: string }[] | undefined) => {
    if (userErrors?.[0]) tellFailed(new Error(userErrors[0].message));
  };
  if (isUnderWay(run)) {
    return (
      <Button variant="default" leftSection={<IconPlayerStop size={16} aria-hidden />} loading={stopping.loading} onClick={() => void stop({ variables: { id: run.id } }).then(({ data }) => told(data?.stopRetriggerRun.userErrors), tellFailed)}>
        Stop
      </Button>
    );
  }
  if (run.state !== 'STOPPED') return null;
  const goOn = () => void resume({ variables: { id: run.id } }).then(({ data }) => told(data?.resumeRetriggerRun.userErrors), tellFailed);
  const ask = () =>
    modals.openConfirmModal({
      title: 'Resume the run',
      children: <Text size="sm">What was not released goes out now, all at once and without canaries.</Text>,
      labels: { confirm: 'Resume', cancel: 'Cancel' },
      onConfirm: goOn,
    });
  return (
    <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} loading={resuming.loading} onClick={ask}>
      Resume
    </Button>
  );
}
