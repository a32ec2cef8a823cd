/** Overview: what flows now, and how it went over the last minutes or hours. For operators. */
import { Button, SimpleGrid, Stack } from '@mantine/core';
import { IconFilePlus, IconFiles } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useSession } from '../../session/session';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { Empty, Failed, RowsLoading } from '../../ui/states';
import { Charts } from './charts/charts';
import { lastOf, type ChartData } from './charts/series';
import { perSecond, took } from './charts/words';
import { ErrorCodes } from './error-codes';
import { Recovery } from './recovery';
import { USUAL_WINDOW } from './search';
import { useSystemStatus, type SystemStatus } from './use-system-status';
import { useFigures, type Figures } from './use-figures';
import { Way, type Pace } from './way/way';

const route = getRouteApi('/inside/overview');

export function OverviewScreen() {
  const { minutes = USUAL_WINDOW } = route.useSearch();
  const { status, error, again } = useSystemStatus();
  const figures = useFigures(minutes, status);
  return (
    <>
      <PageHeader title="Overview" text="Where documents are now, over all tenants. Live." />
      {error ? <Failed error={error} again={again} title="The state of the system cannot be followed" /> : null}
      {!status && !error ? <RowsLoading rows={10} /> : null}
      {status ? (
        <Stack gap="lg">
          <Way status={status} pace={paceOf(figures)} />
          {isUnused(status) ? <Start /> : <Charts minutes={minutes} figures={figures} />}
          <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
            <ErrorCodes groups={status.errorGroups} />
            <Recovery status={status} />
          </SimpleGrid>
        </Stack>
      ) : null}
    </>
  );
}

function paceOf({ throughput, latency }: Figures): Pace {
  const last = (data: ChartData | undefined, name: string, words: (value: number) => string) => {
    const line = data?.lines.find((each) => each.name === name);
    const value = line ? lastOf(line) : null;
    return value === null ? null : words(value);
  };
  return { accepted: last(throughput, 'Accepted', perSecond), completed: last(throughput, 'Completed', perSecond), latency: last(latency, 'p95', took) };
}

function isUnused({ counts }: SystemStatus): boolean {
  const { accepted, processing, generating, retryScheduled, completed, failed, cancelled } = counts;
  return accepted + processing + generating + retryScheduled + completed + failed + cancelled === 0;
}

/** A system that nobody has used yet. */
function Start() {
  const { rights } = useSession();
  return (
    <Panel>
      <Empty icon={IconFiles} title="All is ready, and nothing has come yet" text={rights.submit ? 'Submit the first document and watch it pass through the steps above.' : 'As soon as a client system submits a document, it passes through the steps above.'}>
        {rights.submit ? (
          <Button component={Link} to="/submit" leftSection={<IconFilePlus size={17} aria-hidden />}>
            Submit the first
          </Button>
        ) : null}
      </Empty>
    </Panel>
  );
}
