import type { Migration } from './migration';

/** Manual control: runs of bulk retriggers with their frozen selections, what administrators did, and indexes for lists of errors. */
export const retriggering: Migration = {
  name: '0004-retriggering',
  up: `
    CREATE INDEX processing_errors_newest ON processing_errors (tenant, occurred_at, id);
    CREATE INDEX processing_errors_status ON processing_errors (tenant, recovery_status, occurred_at, id);
    CREATE INDEX processing_errors_run ON processing_errors (run_id, run_outcome) WHERE run_id IS NOT NULL;

    CREATE TABLE retrigger_runs (
      id uuid PRIMARY KEY,
      tenant text NOT NULL,
      state text NOT NULL CHECK (state IN ('CANARY','RUNNING','STOPPED','DONE')),
      -- Canaries at a time; 0: none.
      canary integer NOT NULL CHECK (canary >= 0),
      -- Items taken at most while CANARY: grows by \`canary\` when all so far were skipped.
      canary_limit integer NOT NULL,
      selected integer NOT NULL DEFAULT 0,
      -- How many of its items were taken, in the order of their errors' ids, and the last of them.
      taken integer NOT NULL DEFAULT 0,
      taken_up_to uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
      released integer NOT NULL DEFAULT 0,
      note text,
      started_by text NOT NULL,
      started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      finished_at timestamptz,
      -- When whoever drives it takes the next step. A step is one transaction that holds the row: that is the lease.
      next_step_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE INDEX retrigger_runs_due ON retrigger_runs (next_step_at) WHERE state IN ('CANARY','RUNNING');

    CREATE TABLE retrigger_items (
      run_id uuid NOT NULL,
      error_id uuid NOT NULL,
      -- Null as long as the error bears this run's mark: its own run_outcome tells then.
      outcome text CHECK (outcome IN ('recovered','failedAgain','skipped')),
      PRIMARY KEY (run_id, error_id)
    );
    CREATE INDEX retrigger_items_outcome ON retrigger_items (run_id, outcome) WHERE outcome IS NOT NULL;

    CREATE TABLE audit_log (
      id uuid PRIMARY KEY,
      at timestamptz NOT NULL DEFAULT clock_timestamp(),
      tenant text NOT NULL,
      actor text NOT NULL,
      action text NOT NULL CHECK (action IN ('RETRIGGER','STOP_RUN','RESUME_RUN','DISMISS','REOPEN')),
      run_id uuid,
      note text,
      -- What was asked for: the filter.
      filter jsonb,
      counts jsonb NOT NULL
    );
    CREATE INDEX audit_log_newest ON audit_log (tenant, at);
  `,
  down: `
    DROP TABLE audit_log, retrigger_items, retrigger_runs;
    DROP INDEX processing_errors_run, processing_errors_status, processing_errors_newest;
  `,
};
