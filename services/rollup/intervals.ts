/** The lengths of interval that events are added to, each kept for a while: the further back, the coarser. */
import type { Sequelize } from 'sequelize';

export interface IntervalLength {
  readonly seconds: number;
  readonly keptMinutes: number;
}

export const INTERVAL_LENGTHS: readonly IntervalLength[] = [
  { seconds: 10, keptMinutes: 3 * 60 },
  { seconds: 60, keptMinutes: 24 * 60 },
  { seconds: 600, keptMinutes: 7 * 24 * 60 },
];

/** Kept beyond what can be asked for, so that the oldest point is whole. */
const MARGIN_MINUTES = 30;

/** Deletes the intervals of each length that nobody can ask for any more. */
export async function forgetOldIntervals(db: Sequelize): Promise<void> {
  await db.query(
    `DELETE FROM throughput_buckets b USING unnest($1::int[], $2::int[]) AS l(seconds, minutes)
      WHERE b.seconds = l.seconds AND b.bucket_start < clock_timestamp() - make_interval(mins => l.minutes)`,
    { bind: [INTERVAL_LENGTHS.map(({ seconds }) => seconds), INTERVAL_LENGTHS.map(({ keptMinutes }) => keptMinutes + MARGIN_MINUTES)] },
  );
}
