import { SegmentedControl, SimpleGrid, Stack, Title } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Failed, RowsLoading } from '../../../ui/states';
import { checkOverviewSearch, WINDOWS, type WindowMinutes } from '../search';
import type { Figures } from '../use-figures';
import { ChartPanel } from './chart-panel';
import { perSecond, took } from './words';
import classes from './charts.module.css';

const route = getRouteApi('/inside/overview');

/** How much went through and how long it took, over the time that the address names. */
export function Charts({ minutes, figures: { throughput, latency, error, again } }: { minutes: WindowMinutes; figures: Figures }) {
  const navigate = route.useNavigate();
  const name = WINDOWS.find((window) => window.minutes === minutes)?.name;
  return (
    <Stack gap="sm" component="section" aria-label="Over time">
      <div className={classes.head}>
        <Title order={2}>Over the last {name}</Title>
        <SegmentedControl
          size="xs"
          aria-label="Time to look back over"
          data={WINDOWS.map((window) => ({ value: String(window.minutes), label: window.label }))}
          value={String(minutes)}
          onChange={(value) => void navigate({ search: checkOverviewSearch({ minutes: value }), replace: true })}
        />
      </div>
      {error ? <Failed error={error} again={again} /> : null}
      {!throughput && !error ? <RowsLoading rows={6} /> : null}
      {throughput && latency ? (
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          <ChartPanel title="Throughput" data={throughput} shown={perSecond} least={0.1} />
          <ChartPanel title="Latency" data={latency} shown={took} least={100} />
        </SimpleGrid>
      ) : null}
    </Stack>
  );
}
