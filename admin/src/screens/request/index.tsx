/** One request: where its document is, and why. */
import { Grid, Stack } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useSession } from '../../session/session';
import { AnchorLink } from '../../ui/anchor-link';
import { PageHeader } from '../../ui/page-header';
import { Empty, Failed, ScreenLoading } from '../../ui/states';
import { AnswerPanel } from './answer-panel';
import { CancelButton } from './cancel-button';
import { DataPanel } from './data-panel';
import { DocumentPanel } from './document/document-panel';
import type { RequestStory } from './documents';
import { EngineBatchPanel } from './engine-batch-panel';
import { Facts } from './facts';
import { RecordsPanel } from './story/records-panel';
import { TimelinePanel } from './story/timeline-panel';
import { useRequestStory } from './use-request-story';

const route = getRouteApi('/inside/requests/$id');

export function RequestScreen() {
  const { id } = route.useParams();
  const { request, error, again } = useRequestStory(id);
  if (request) return <Story key={request.id} request={request} again={again} />;
  return (
    <>
      <PageHeader title="Request" />
      {error ? <Failed error={error} again={again} /> : request === null ? <NoSuchRequest /> : <ScreenLoading />}
    </>
  );
}

function Story({ request, again }: { request: RequestStory; again: () => void }) {
  const { rights } = useSession();
  const { clientReference, documentType, source, id, output, engineBatch, timeline } = request;
  return (
    <>
      <AnchorLink to="/requests" size="sm">
        All requests
      </AnchorLink>
      <PageHeader title={clientReference ?? id} tab={clientReference ?? id} text={`${documentType}, asked for by ${source}`}>
        <CancelButton request={request} onDone={again} />
      </PageHeader>
      <Stack gap="md">
        <AnswerPanel request={request} />
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 7 }} order={{ base: 2, md: 1 }}>
            <Stack gap="md">
              <TimelinePanel request={request} onDone={again} />
              {rights.follow ? <RecordsPanel timeline={timeline} /> : null}
              {engineBatch ? <EngineBatchPanel batch={engineBatch} /> : null}
              {rights.readContent ? <DataPanel request={request} /> : null}
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 5 }} order={{ base: 1, md: 2 }}>
            <Stack gap="md">
              <Facts request={request} />
              {output ? <DocumentPanel request={request} output={output} /> : null}
            </Stack>
          </Grid.Col>
        </Grid>
      </Stack>
    </>
  );
}

function NoSuchRequest() {
  return (
    <Empty title="There is no such request" text="The id may be mistyped, or the request another tenant's, or so old that it is no longer kept.">
      <AnchorLink to="/requests">To all requests</AnchorLink>
    </Empty>
  );
}
