/** systemStatus: depth and age per stage, breakers, what waits, and when recovery last ran. */
import type { Sequelize } from 'sequelize';
import type { Stage } from '../../domain/document';
import { outboxPending } from '../../events/outbox';
import type { EventBroker } from '../../events/ports';
import { row, rows } from '../../models/database';
import { countDeadLetters } from '../dead-letters';
import { STATUS_COUNTS, type StatusCountsRow } from '../reading';
import { orUnavailable } from '../unavailable';
import { createLagReader, type StageGroups } from './consumer-lag';
import type { ErrorGroupRow, ErrorGroups } from './error-groups';
import { Kept } from './kept';

export type { StageGroups } from './consumer-lag';

export interface StageStatusRow {
  readonly stage: Stage;
  readonly consumerLag: number;
  /** When consumerLag was read; null where Kafka has not answered since this process started. */
  readonly consumerLagAt: Date | null;
  readonly inFlight: number;
  readonly oldestAgeSeconds: number;
  readonly paused: boolean;
  readonly breaker: string;
}

export interface RecoveryRunRow {
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly claimed: number;
  readonly published: number;
  readonly exhausted: number;
}

export interface SystemStatusRow {
  readonly stages: StageStatusRow[];
  readonly counts: StatusCountsRow;
  readonly openErrors: number;
  readonly outboxPending: number;
  readonly lastRecoveryRun: RecoveryRunRow | null;
  readonly nextRecoveryRunAt: Date | null;
  readonly errorGroups: ErrorGroupRow[];
  /** Not replayed. */
  readonly deadLetters: number;
}

const KEPT_MS = 1_000;
/** Breakers are told every two seconds: an older word is that of a process which is gone. */
const FRESH_SECONDS = 10;

interface StageRow {
  readonly stage: Stage;
  readonly inFlight: number;
  readonly oldestAgeSeconds: number;
  readonly breaker: string | null;
}

/** The state of the stage's worst breaker, and how many documents it has in its hands, the oldest since when. */
const STAGES = `
  WITH at_work AS (
    SELECT status, count(*) AS n, min(updated_at) AS since FROM document_requests WHERE status IN ('PROCESSING','GENERATING') GROUP BY status
  ), waiting AS (
    SELECT min(created_at) AS since FROM document_requests WHERE status = 'ACCEPTED'
  ), worst AS (
    SELECT DISTINCT ON (role) role, state FROM circuit_states WHERE updated_at > clock_timestamp() - make_interval(secs => ${FRESH_SECONDS})
     ORDER BY role, state = 'open' DESC, state = 'half-open' DESC
  )
  SELECT s.stage, coalesce(a.n, 0) AS "inFlight", w.state AS breaker,
         coalesce(greatest(0, extract(epoch FROM clock_timestamp() - least(a.since, CASE s.stage WHEN 'PROCESSING' THEN waiting.since END))), 0)::float8
           AS "oldestAgeSeconds"
    FROM (VALUES (1, 'PROCESSING', 'PROCESSING', 'processing'), (2, 'MONITORING', 'GENERATING', 'monitoring')) AS s(place, stage, status, role)
    CROSS JOIN waiting LEFT JOIN at_work a ON a.status = s.status LEFT JOIN worst w ON w.role = s.role
    ORDER BY s.place`;

const LAST_RECOVERY_RUN = `SELECT started_at AS "startedAt", finished_at AS "finishedAt", claimed, published, exhausted
  FROM recovery_runs ORDER BY started_at DESC LIMIT 1`;

/** @returns how to ask; figures are a second old at most, dear ones older. Throws CodedError SERVICE_UNAVAILABLE while the database is away. */
export function createSystemStatus(deps: {
  readonly database: Sequelize;
  readonly broker: Pick<EventBroker, 'groupProgress'>;
  readonly groups: StageGroups;
  readonly errorGroups: ErrorGroups;
  /** Null where it is not known; quick, whatever is away, and never rejects. */
  readonly nextRecoveryRunAt: () => Promise<Date | null>;
}): () => Promise<SystemStatusRow> {
  const { database } = deps;
  const lagOf = createLagReader(deps.broker, deps.groups);
  const nextRunAt = new Kept({ forMs: KEPT_MS, read: deps.nextRecoveryRunAt });
  const counts = new Kept({ forMs: KEPT_MS, read: () => row<StatusCountsRow>(database, `SELECT ${STATUS_COUNTS} FROM document_requests r`) });
  const rest = new Kept({
    forMs: KEPT_MS,
    read: async () => ({
      stages: await rows<StageRow>(database, STAGES),
      pending: await outboxPending(database),
      deadLetters: await countDeadLetters(database, { replayed: false }),
      recoveryRun: (await rows<RecoveryRunRow>(database, LAST_RECOVERY_RUN))[0] ?? null,
    }),
  });
  return async () => {
    const lag = lagOf();
    const nextRun = nextRunAt.get();
    const [{ stages, pending, deadLetters, recoveryRun }, all, errorGroups] = await orUnavailable(() => Promise.all([rest.get(), counts.get(), deps.errorGroups.of(null)]));
    const told = await lag;
    return {
      stages: stages.map(({ breaker, ...stage }) => ({
        ...stage,
        consumerLag: told?.records[stage.stage] ?? 0,
        consumerLagAt: told?.at ?? null,
        // A stage's consumers rest while one of its breakers is not closed.
        paused: breaker === 'open' || breaker === 'half-open',
        breaker: breaker ?? 'unknown',
      })),
      counts: all,
      openErrors: errorGroups.reduce((sum, { count }) => sum + count, 0),
      outboxPending: pending,
      deadLetters,
      lastRecoveryRun: recoveryRun,
      nextRecoveryRunAt: await nextRun,
      errorGroups,
    };
  };
}
