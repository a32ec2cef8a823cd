/** What the charts show, computed from the points. */
import type { OverviewThroughputQuery } from '../../../generated/graphql';

export type ThroughputPoint = OverviewThroughputQuery['throughput'][number];

export interface Line {
  readonly name: string;
  /** In the light and in the dark scheme; each line has a pattern of its own too, since colour alone says nothing to some. */
  readonly colours: readonly [light: string, dark: string];
  readonly dash: readonly number[];
  /** One for each time; null where there is nothing to tell. */
  readonly values: readonly (number | null)[];
}

export interface ChartData {
  /** In seconds since 1970. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
}

const BLUE = ['#1963b2', '#6cb2f5'] as const;
const GREEN = ['#13804c', '#4fd1a1'] as const;
const ORANGE = ['#b8400b', '#ff9a66'] as const;
const PURPLE = ['#7a3fb0', '#c9a2f2'] as const;
const SOLID: readonly number[] = [];
const DASHED = [7, 4] as const;
const DOTTED = [2, 3] as const;
/** Before this share of an interval has gone by, it tells too little to be drawn. */
const SHARE_TO_TELL = 0.2;

/** How long the interval has lasted, in seconds: the last one is not over. */
function lasted({ at, seconds }: ThroughputPoint, now: number): number {
  return Math.min(seconds, now - Date.parse(at) / 1000);
}

/** Documents per second. `now` in seconds. */
export function throughputOf(points: readonly ThroughputPoint[], now: number): ChartData {
  const rate = (field: 'accepted' | 'completed' | 'failed') =>
    points.map((point) => {
      const seconds = lasted(point, now);
      return seconds < point.seconds * SHARE_TO_TELL ? null : point[field] / seconds;
    });
  return {
    times: timesOf(points),
    lines: [
      { name: 'Accepted', colours: BLUE, dash: DASHED, values: rate('accepted') },
      { name: 'Completed', colours: GREEN, dash: SOLID, values: rate('completed') },
      { name: 'Failed', colours: ORANGE, dash: DOTTED, values: rate('failed') },
    ],
  };
}

/** From acceptance to completion, in ms. */
export function latencyOf(points: readonly ThroughputPoint[]): ChartData {
  const of = (field: 'p50Ms' | 'p95Ms' | 'p99Ms') => points.map((point) => point[field] ?? null);
  return {
    times: timesOf(points),
    lines: [
      { name: 'p50', colours: BLUE, dash: SOLID, values: of('p50Ms') },
      { name: 'p95', colours: PURPLE, dash: DASHED, values: of('p95Ms') },
      { name: 'p99', colours: ORANGE, dash: DOTTED, values: of('p99Ms') },
    ],
  };
}

function timesOf(points: readonly ThroughputPoint[]): number[] {
  return points.map(({ at }) => Date.parse(at) / 1000);
}

/** The last value of a line that is told. */
export function lastOf({ values }: Line): number | null {
  return values.findLast((value) => value !== null) ?? null;
}

/** The chart in one sentence, for those who do not see it. */
export function summaryOf({ lines }: ChartData, shown: (value: number) => string): string {
  return lines
    .map((line) => {
      const told = line.values.filter((value) => value !== null);
      if (told.length === 0) return `${line.name}: nothing`;
      return `${line.name}: from ${shown(Math.min(...told))} to ${shown(Math.max(...told))}, at last ${shown(lastOf(line) ?? 0)}`;
    })
    .join('. ');
}
