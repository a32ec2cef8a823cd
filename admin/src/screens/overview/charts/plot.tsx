/** Lines over time. A chunk of its own: it brings uPlot. */
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ChartData } from './series';

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const HEIGHT_PX = 210;
const AXIS_PX = 58;
const TIMES_PX = 30;
/** Cursors with the same key move together. */
const SYNC_KEY = 'overview';

interface PlotProps {
  readonly data: ChartData;
  readonly shown: (value: number) => string;
  /** The scale reaches at least to here. */
  readonly least: number;
  /** Where the cursor is, as the index of a time; null where it is nowhere. */
  readonly onCursor: (index: number | null) => void;
}

export default function Plot({ data, shown, least, onCursor }: PlotProps) {
  const holder = useRef<HTMLDivElement>(null);
  const { ref: sized, width } = useElementSize<HTMLDivElement>();
  const ref = useMergedRef(holder, sized);
  const dark = useComputedColorScheme('light') === 'dark';
  const plot = useRef<uPlot | null>(null);
  const latest = useRef({ data, shown, onCursor });
  useEffect(() => {
    latest.current = { data, shown, onCursor };
  });

  const names = data.lines.map(({ name }) => name).join();
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const { lines } = latest.current.data;
    const text = dark ? '#a3adba' : '#55606e';
    const grid = { stroke: dark ? '#2d333d' : '#e6e9ed', width: 1 };
    const made = new uPlot(
      {
        width: Math.max(200, element.clientWidth),
        height: HEIGHT_PX,
        legend: { show: false },
        cursor: { sync: { key: SYNC_KEY }, drag: { x: false, y: false }, points: { size: 7 } },
        scales: { x: { time: true }, y: { range: (_, __, max) => [0, Math.max(least, (max ?? 0) * 1.1)] } },
        axes: [
          { stroke: text, grid, ticks: grid, size: TIMES_PX, space: 70, values: (_, splits) => splits.map((at) => CLOCK.format(at * 1000)) },
          { stroke: text, grid, ticks: { show: false }, size: AXIS_PX, space: 34, values: (_, splits) => splits.map((value) => latest.current.shown(value)) },
        ],
        series: [
          {},
          ...lines.map(({ name, colours, dash }) => {
            const stroke = colours[dark ? 1 : 0];
            // A value with nothing at either side would make no line.
            return { label: name, stroke, width: 2, dash: [...dash], spanGaps: false, points: { show: true, size: 6, stroke, fill: stroke, filter: lonely } } satisfies uPlot.Series;
          }),
        ],
        hooks: { setCursor: [({ cursor: { idx } }) => latest.current.onCursor(idx ?? null)] },
      },
      columnsOf(latest.current.data),
      element,
    );
    plot.current = made;
    return () => {
      made.destroy();
      plot.current = null;
    };
  }, [dark, names, least]);

  useEffect(() => {
    plot.current?.setData(columnsOf(data));
  }, [data]);
  useEffect(() => {
    if (width > 0) plot.current?.setSize({ width, height: HEIGHT_PX });
  }, [width]);

  return <div ref={ref} style={{ height: HEIGHT_PX }} />;
}

function columnsOf({ times, lines }: ChartData): uPlot.AlignedData {
  return [[...times], ...lines.map(({ values }) => [...values])];
}

function lonely(plot: uPlot, series: number): number[] {
  const values = plot.data[series] ?? [];
  const found: number[] = [];
  for (let index = 0; index < values.length; index += 1) {
    if (values[index] != null && values[index - 1] == null && values[index + 1] == null) found.push(index);
  }
  return found;
}
