import { useQuery, useSubscription } from '@apollo/client/react';
import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowLeft, IconSearchOff } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { useReturn } from '../../../api/connection';
import { Copyable } from '../../../ui/copyable';
import { whole } from '../../../ui/figures';
import { duration, Moment } from '../../../ui/moment';
import { PageHeader } from '../../../ui/page-header';
import { Panel } from '../../../ui/panel';
import { Empty, Failed, ScreenLoading } from '../../../ui/states';
import { StatusBadge } from '../../../ui/status-badge';
import { RUN, RUN_PROGRESS } from '../documents';
import { RunBar } from './run-bar';
import { RunErrors } from './run-errors';
import { RunFigures } from './run-figures';
import { RunMeaning } from './run-meaning';
import { RunSteering } from './run-steering';
import { isUnderWay, openOf } from './run-state';

/** One bulk retrigger while it drains, and what came of it. */
export function RunScreen() {
  const { runId } = useParams({ from: '/inside/errors/runs/$runId' });
  const { data, error, refetch } = useQuery(RUN, { variables: { id: runId } });
  const run = data?.retriggerRun;
  const progress = useSubscription(RUN_PROGRESS, { variables: { id: runId }, skip: !run || !isUnderWay(run) });
  useReturn(() => void refetch());

  if (error && !run) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <ScreenLoading />;
  if (!run) {
    return (
      <>
        <PageHeader title="Retrigger run" />
        <Empty icon={IconSearchOff} title="There is no such run" text="It may be another tenant's, or have been cleared away with its requests.">
          <Button component={Link} to="/errors" variant="light">
            To the errors
          </Button>
        </Empty>
      </>
    );
  }
  return (
    <>
      <Anchor component={Link} to="/errors" size="sm" mb={4} display="inline-flex" style={{ alignItems: 'center', gap: 4 }}>
        <IconArrowLeft size={15} aria-hidden /> Errors
      </Anchor>
      <PageHeader
        title={
          <Group gap="sm" component="span" display="inline-flex">
            Retrigger run <StatusBadge status={run.state} />
          </Group>
        }
        tab="Retrigger run"
        text={
          <>
            Started by {run.startedBy}, <Moment at={run.startedAt} />
            {run.finishedAt ? <> · took {duration(Date.parse(run.finishedAt) - Date.parse(run.startedAt))}</> : null} · <Copyable value={run.id} label="Copy the run's id" />
          </>
        }
      >
        <RunSteering run={run} />
      </PageHeader>
      <Stack gap="md">
        {progress.error ? <Failed error={progress.error} title="The run can't be followed live" again={() => progress.restart()} /> : null}
        <Panel title="Progress" beside={<Text size="sm" className="quiet figures">{whole(run.selected - openOf(run))} of {whole(run.selected)} have ended</Text>}>
          <Stack gap="md">
            <RunBar run={run} size="xl" />
            <RunFigures run={run} />
            <RunMeaning run={run} />
            {run.note ? (
              <Text size="sm">
                <Text span fw={600}>
                  Note:{' '}
                </Text>
                {run.note}
              </Text>
            ) : null}
          </Stack>
        </Panel>
        <RunErrors runId={run.id} ended={run.selected - openOf(run)} />
      </Stack>
    </>
  );
}
