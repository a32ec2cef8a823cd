/** One submission: how far it is, how fast it goes, and what failed. Live until all of it is final. */
import { useQuery, useSubscription } from '@apollo/client/react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { AnchorLink } from '../../../ui/anchor-link';
import { Copyable } from '../../../ui/copyable';
import { whole } from '../../../ui/figures';
import { duration, Moment } from '../../../ui/moment';
import { PageHeader } from '../../../ui/page-header';
import { Panel } from '../../../ui/panel';
import { Empty, Failed, ScreenLoading } from '../../../ui/states';
import { doneOf, usePace } from './pace';
import { SUBMISSION, SUBMISSION_PROGRESS, type Progress } from './queries';
import { RequestsOf } from './requests-of';
import { StackedProgress } from './stacked-progress';

export function SubmissionScreen() {
  const { id } = useParams({ from: '/inside/submissions/$id' });
  const first = useQuery(SUBMISSION, { variables: { id } });
  const live = useSubscription(SUBMISSION_PROGRESS, { variables: { id }, skip: !first.data?.submission });
  const progress = live.data?.submissionProgress ?? first.data?.submission ?? null;
  const pace = usePace(progress);

  if (first.error) return <Failed error={first.error} again={() => void first.refetch()} />;
  if (!first.data) return <ScreenLoading />;
  if (!progress) {
    return (
      <Empty title="There is no such submission" text="The address may be mistyped, or the submission belongs to another tenant.">
        <Button component={Link} to="/submit" variant="light">
          To submit
        </Button>
      </Empty>
    );
  }
  const moved = JSON.stringify(progress.counts);
  return (
    <>
      <PageHeader title="Submission" text={<Copyable value={id} label="Copy the submission's id" />}>
        <AnchorLink to="/requests" search={{ submission: id }} size="sm">
          Its requests
        </AnchorLink>
        <AnchorLink to="/submit" size="sm">
          Submit more
        </AnchorLink>
      </PageHeader>
      <Stack gap="md">
        {live.error ? <Failed error={live.error} title="It is no longer live" again={() => live.restart()} /> : null}
        <Panel title={headline(progress)} beside={<Started at={progress.createdAt} />}>
          <StackedProgress progress={progress} />
          <Group gap="xl" mt="md" className="figures">
            <Figure label="Done" value={`${whole(doneOf(progress))} of ${whole(progress.total)}`} />
            <Figure label="Rate" value={pace.perSecond === null ? '–' : `${pace.perSecond.toFixed(pace.perSecond < 10 ? 1 : 0)} / s`} />
            {progress.final ? null : <Figure label="Remaining, about" value={pace.remainingMs === null ? '–' : duration(pace.remainingMs)} />}
          </Group>
        </Panel>
        <RequestsOf submissionId={id} title="Failed or waiting for a retry" statuses={['FAILED', 'RETRY_SCHEDULED']} moved={`${progress.counts.failed} ${progress.counts.retryScheduled}`} />
        <RequestsOf submissionId={id} title="Documents" moved={moved} />
      </Stack>
    </>
  );
}

function headline({ final, total, counts: { completed, failed, cancelled } }: Progress): string {
  if (!final) return 'On the way';
  if (total === 0) return 'Nothing new: every request had been made before';
  if (completed === total) return total === 1 ? 'The document is there' : `All ${whole(total)} documents are there`;
  return `${whole(completed)} of ${whole(total)} documents are there${failed > 0 ? `, ${whole(failed)} failed` : ''}${cancelled > 0 ? `, ${whole(cancelled)} cancelled` : ''}`;
}

function Started({ at }: { at: string }) {
  return (
    <Text size="sm" className="quiet" component="div">
      Submitted <Moment at={at} />
    </Text>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <Text size="xs" className="quiet">
        {label}
      </Text>
      <Text fw={600}>{value}</Text>
    </div>
  );
}
