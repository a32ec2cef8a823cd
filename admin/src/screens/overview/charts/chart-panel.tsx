import { Group, Skeleton, Switch } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { Panel } from '../../../ui/panel';
import { loadPlot } from './load-plot';
import { lastOf, summaryOf, type ChartData } from './series';
import { PointsTable } from './points-table';
import classes from './chart-panel.module.css';

const Plot = lazy(loadPlot);
const AT = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' });

interface ChartPanelProps {
  readonly title: string;
  readonly data: ChartData;
  /** A value in words, with its unit. */
  readonly shown: (value: number) => string;
  readonly least: number;
}

/** Lines over time with the values at the cursor, or the last ones; or the same as a table. */
export function ChartPanel({ title, data, shown, least }: ChartPanelProps) {
  const [cursor, setCursor] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const at = cursor === null ? undefined : data.times[cursor];
  const beside = (
    <Group gap="md">
      {at === undefined ? null : <span className={`${classes.at} quiet figures`}>{AT.format(at * 1000)}</span>}
      <Switch size="xs" label="As a table" aria-label={`${title} as a table`} checked={asTable} onChange={({ currentTarget }) => setAsTable(currentTarget.checked)} />
    </Group>
  );
  return (
    <Panel title={title} beside={beside}>
      <div className={classes.legend}>
        {data.lines.map((line) => {
          const value = at === undefined ? lastOf(line) : line.values[cursor ?? 0];
          return (
            <span key={line.name} className={classes.entry}>
              <Sign dash={line.dash} colours={line.colours} />
              <span className="quiet">{line.name}</span>
              <strong className="figures">{value == null ? '–' : shown(value)}</strong>
            </span>
          );
        })}
      </div>
      {asTable ? (
        <PointsTable title={title} data={data} shown={shown} />
      ) : (
        <div role="img" aria-label={`${title}. ${summaryOf(data, shown)}. As a table, every value can be read.`}>
          <Suspense fallback={<Skeleton h={210} />}>
            <Plot data={data} shown={shown} least={least} onCursor={setCursor} />
          </Suspense>
        </div>
      )}
    </Panel>
  );
}

function Sign({ dash, colours }: { dash: readonly number[]; colours: readonly [string, string] }) {
  return (
    <svg width="22" height="8" aria-hidden>
      <line x1="0" y1="4" x2="22" y2="4" strokeWidth="2.5" strokeDasharray={dash.join(' ')} style={{ stroke: `light-dark(${colours[0]}, ${colours[1]})` }} />
    </svg>
  );
}
