import type { Migration } from './migration';

/** What the screens stand on: lists in more orders, groups of open errors, what enrichment looked up, and figures rolled up from the status feed. */
export const screens: Migration = {
  name: '0007-screens',
  up: `
    -- Counting and indexing what is there may take longer than a statement may otherwise.
    SET LOCAL statement_timeout = 0;

    -- By status even where a list shows all: each status is read for itself and merged, so that one index serves both.
    CREATE INDEX document_requests_updated ON document_requests (tenant, status, updated_at, id);
    CREATE INDEX processing_errors_next_attempt
      ON processing_errors (tenant, recovery_status, (coalesce(next_attempt_at, 'infinity'::timestamptz)), id);
    CREATE INDEX processing_errors_groups ON processing_errors (tenant, stage, code, occurred_at)
      WHERE recovery_status IN ('PENDING','RETRYING','EXHAUSTED');
    CREATE INDEX retrigger_runs_newest ON retrigger_runs (started_at, id);
    CREATE INDEX retrigger_runs_of_tenant ON retrigger_runs (tenant, started_at, id);

    -- Request id → JSON Pointer → party, as the engine got them. Null: nothing was looked up.
    ALTER TABLE engine_batches ADD COLUMN enriched jsonb;

    -- What happened in each interval of 10, 60 and 600 seconds. Each event of the feed is added once to an interval of each length.
    CREATE TABLE throughput_buckets (
      seconds integer NOT NULL,
      bucket_start timestamptz NOT NULL,
      tenant text NOT NULL,
      accepted integer NOT NULL,
      completed integer NOT NULL,
      failed integer NOT NULL,
      retried integer NOT NULL,
      cancelled integer NOT NULL,
      -- How many were completed within 2^((i-1)/4) ms of their acceptance and not within the bound before: a logarithmic histogram.
      latency integer[] NOT NULL,
      PRIMARY KEY (seconds, bucket_start, tenant)
    );
    CREATE TABLE document_type_usage (
      tenant text NOT NULL,
      document_type text NOT NULL,
      version integer NOT NULL,
      requests bigint NOT NULL,
      PRIMARY KEY (tenant, document_type, version)
    );
    CREATE TABLE rollup_state (
      one boolean PRIMARY KEY DEFAULT true CHECK (one),
      -- Everything in the feed up to here is in the figures.
      position bigint NOT NULL
    );
    -- Begins at the newest position. Requests from before it are counted here, and by the feed's own snapshot: none twice, none left out.
    WITH feed AS MATERIALIZED (
      SELECT position, snapshot FROM feed_state
    ), usage AS (
      INSERT INTO document_type_usage (tenant, document_type, version, requests)
      SELECT r.tenant, r.document_type, r.document_type_version, count(*)
        FROM document_requests r JOIN status_events e ON e.request_id = r.id AND e.sequence = 1 CROSS JOIN feed
       WHERE pg_visible_in_snapshot(e.xid, feed.snapshot) GROUP BY 1, 2, 3
    )
    INSERT INTO rollup_state (position) SELECT position FROM feed;
  `,
  down: `
    DROP TABLE rollup_state, document_type_usage, throughput_buckets;
    ALTER TABLE engine_batches DROP COLUMN enriched;
    DROP INDEX retrigger_runs_of_tenant, retrigger_runs_newest, processing_errors_groups, processing_errors_next_attempt, document_requests_updated;
  `,
};
