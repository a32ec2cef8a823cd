/** throughput: what happened in each interval of the last minutes. */
import type { Sequelize } from 'sequelize';
import { LRUCache } from 'lru-cache';
import { CodedError } from '../../domain/user-errors';
import { rows } from '../../models/database';
import { Kept } from '../operations/kept';
import { orUnavailable } from '../unavailable';
import { INTERVAL_LENGTHS } from './intervals';
import { latencyAt, type SlotCount } from './latency';

export interface ThroughputPointRow {
  readonly at: Date;
  readonly seconds: number;
  readonly accepted: number;
  readonly completed: number;
  readonly failed: number;
  readonly retried: number;
  readonly cancelled: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}

/** One less than may come back: the first and the last interval are both begun. */
const POINTS_MAX = 499;
const KEPT_MS = 1_000;
const QUESTIONS_KEPT = 100;

type CountedPoint = Omit<ThroughputPointRow, 'seconds' | 'p50Ms' | 'p95Ms' | 'p99Ms'> & { readonly slots: SlotCount[] };

const POINTS = `
  WITH span AS (
    SELECT date_bin(make_interval(secs => $2), clock_timestamp() - make_interval(mins => $3), 'epoch'::timestamptz) AS first, clock_timestamp() AS now
  ), merged AS MATERIALIZED (
    SELECT date_bin(make_interval(secs => $2), b.bucket_start, 'epoch'::timestamptz) AS at, b.*
      FROM throughput_buckets b WHERE b.seconds = $1 AND b.bucket_start >= (SELECT first FROM span) AND ($4::text IS NULL OR b.tenant = $4)
  ), sums AS (
    SELECT at, sum(accepted) AS accepted, sum(completed) AS completed, sum(failed) AS failed, sum(retried) AS retried, sum(cancelled) AS cancelled
      FROM merged GROUP BY at
  ), latencies AS (
    SELECT at, json_agg(json_build_array(slot, n) ORDER BY slot) AS slots
      FROM (SELECT m.at, u.slot, sum(u.n) AS n FROM merged m CROSS JOIN unnest(m.latency) WITH ORDINALITY AS u(n, slot) WHERE u.n > 0 GROUP BY m.at, u.slot) each
     GROUP BY at
  )
  SELECT g.at, coalesce(s.accepted, 0)::int AS accepted, coalesce(s.completed, 0)::int AS completed, coalesce(s.failed, 0)::int AS failed,
         coalesce(s.retried, 0)::int AS retried, coalesce(s.cancelled, 0)::int AS cancelled, coalesce(l.slots, '[]'::json) AS slots
    FROM span CROSS JOIN generate_series(span.first, span.now, make_interval(secs => $2)) AS g(at)
    LEFT JOIN sums s ON s.at = g.at LEFT JOIN latencies l ON l.at = g.at
   ORDER BY g.at`;

export class Throughput {
  private readonly kept = new LRUCache<string, Kept<ThroughputPointRow[]>>({ max: QUESTIONS_KEPT });

  constructor(private readonly database: Sequelize) {}

  /** The newest last, and that one not over yet; `scope` null: of all tenants. Throws CodedError BAD_USER_INPUT and SERVICE_UNAVAILABLE. */
  of(scope: string | null, minutes: number): Promise<ThroughputPointRow[]> {
    const { length, seconds } = resolutionOf(minutes);
    const key = JSON.stringify([scope, minutes]);
    let kept = this.kept.get(key);
    if (!kept) {
      kept = new Kept({ forMs: KEPT_MS, read: () => this.read(scope, minutes, length, seconds) });
      this.kept.set(key, kept);
    }
    const known = kept;
    return orUnavailable(() => known.get());
  }

  private async read(scope: string | null, minutes: number, length: number, seconds: number): Promise<ThroughputPointRow[]> {
    const points = await rows<CountedPoint>(this.database, POINTS, [length, seconds, minutes, scope]);
    return points.map(({ slots, ...point }) => ({
      ...point,
      seconds,
      p50Ms: latencyAt(0.5, slots),
      p95Ms: latencyAt(0.95, slots),
      p99Ms: latencyAt(0.99, slots),
    }));
  }
}

/** The intervals that reach far enough back, and how many seconds of them become one point. */
function resolutionOf(minutes: number): { readonly length: number; readonly seconds: number } {
  const found = INTERVAL_LENGTHS.find(({ keptMinutes }) => minutes <= keptMinutes);
  if (minutes < 1 || !found) {
    const most = INTERVAL_LENGTHS.at(-1)?.keptMinutes;
    throw new CodedError('BAD_USER_INPUT', `minutes is ${minutes}: ask for 1 to ${most}`);
  }
  return { length: found.seconds, seconds: found.seconds * Math.ceil((minutes * 60) / POINTS_MAX / found.seconds) };
}
