import type { Migration } from './migration';

/** What recovery keeps: attempts that do not count, when and how an error was released, what came of it in a run, and the runs of the job. */
export const recovery: Migration = {
  name: '0003-recovery',
  up: `
    ALTER TABLE document_requests ADD COLUMN uncounted_attempts integer NOT NULL DEFAULT 0 CHECK (uncounted_attempts >= 0);

    -- A batch that ended may be watched again for a retry that begins at MONITORING; what lies before does not count as waiting.
    ALTER TABLE engine_batches ADD COLUMN reopened_at timestamptz;

    ALTER TABLE processing_errors
      ADD COLUMN released_at timestamptz,
      ADD COLUMN retry_cause text CHECK (retry_cause IN ('RECOVERY','RETRIGGER')),
      -- The outbox row of its retry event: finds that event's topic, partition and offset in published_ranges.
      ADD COLUMN retry_outbox_id bigint,
      ADD COLUMN run_outcome text CHECK (run_outcome IN ('recovered','failedAgain','skipped'));
    CREATE INDEX processing_errors_retrying ON processing_errors (released_at) WHERE recovery_status = 'RETRYING';

    CREATE TABLE recovery_runs (
      id uuid PRIMARY KEY,
      started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      finished_at timestamptz,
      claimed integer NOT NULL DEFAULT 0,
      published integer NOT NULL DEFAULT 0,
      exhausted integer NOT NULL DEFAULT 0
    );
    CREATE INDEX recovery_runs_started ON recovery_runs (started_at);
  `,
  down: `
    DROP TABLE recovery_runs;
    DROP INDEX processing_errors_retrying;
    ALTER TABLE processing_errors DROP COLUMN run_outcome, DROP COLUMN retry_outbox_id, DROP COLUMN retry_cause, DROP COLUMN released_at;
    ALTER TABLE engine_batches DROP COLUMN reopened_at;
    ALTER TABLE document_requests DROP COLUMN uncounted_attempts;
  `,
};
