/** The figures of one run. */
import type { Timelines } from './timelines';

interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

/** What `--json` prints; the keys are a contract with whoever reads it. Times in ms. */
export interface Summary {
  readonly submitted: number;
  readonly completed: number;
  readonly failed: number;
  readonly duplicates: number;
  readonly gaps: number;
  readonly repaired: number;
  readonly acceptMs: Percentiles;
  readonly finalMs: Percentiles;
  readonly documentsPerSecond: number;
}

interface Measured {
  readonly submitted: number;
  readonly begunMs: number;
  readonly duplicates: number;
  readonly repaired: number;
}

export function summarise(timelines: Timelines, measured: Measured): Summary {
  const { COMPLETED, FAILED } = timelines.counts();
  const endedMs = timelines.lastFinalMs() ?? measured.begunMs;
  const seconds = (endedMs - measured.begunMs) / 1000;
  return {
    submitted: measured.submitted,
    completed: COMPLETED,
    failed: FAILED,
    duplicates: measured.duplicates,
    gaps: timelines.gaps(),
    repaired: measured.repaired,
    acceptMs: percentiles(timelines.acceptTimesMs()),
    finalMs: percentiles(timelines.finalTimesMs()),
    documentsPerSecond: seconds > 0 ? oneDecimal(COMPLETED / seconds) : 0,
  };
}

export function summaryTable(summary: Summary): string {
  const times = ({ p50, p99 }: Percentiles) => `p50 ${p50} ms, p99 ${p99} ms`;
  const rows: [string, string | number][] = [
    ['submitted', summary.submitted],
    ['completed', summary.completed],
    ['failed', summary.failed],
    ['rendered twice', summary.duplicates],
    ['gaps in timelines', summary.gaps],
    ['repaired by sweeps', summary.repaired],
    ['accepted within', times(summary.acceptMs)],
    ['finished within', times(summary.finalMs)],
    ['documents per second', summary.documentsPerSecond],
  ];
  return rows.map(([name, value]) => `  ${name.padEnd(22)}${value}`).join('\n');
}

/** Nearest rank; zeros where there is nothing. */
export function percentiles(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => oneDecimal(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
  return { p50: at(0.5), p99: at(0.99) };
}

function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}
