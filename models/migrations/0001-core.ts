import type { Migration } from './migration';

const STATUSES = `'ACCEPTED','PROCESSING','GENERATING','RETRY_SCHEDULED','COMPLETED','FAILED','CANCELLED'`;

/** Requests, their timeline and feed, the outbox, engine batches, outputs, errors, and what the services keep of their own work. */
export const core: Migration = {
  name: '0001-core',
  up: `
    CREATE TABLE submissions (
      id uuid PRIMARY KEY,
      tenant text NOT NULL,
      source text NOT NULL,
      actor text NOT NULL,
      idempotency_key text,
      body_hash bytea,
      -- What the call answered, kept only under an idempotency key: the request of each item (null: refused) and the user errors.
      items uuid[],
      user_errors jsonb,
      total integer NOT NULL CHECK (total >= 0),
      created_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE UNIQUE INDEX submissions_idempotency ON submissions (tenant, idempotency_key) WHERE idempotency_key IS NOT NULL;

    CREATE TABLE document_requests (
      id uuid PRIMARY KEY,
      tenant text NOT NULL,
      source text NOT NULL,
      client_reference text,
      document_type text NOT NULL,
      document_type_version integer NOT NULL,
      engine_configuration text NOT NULL,
      format text NOT NULL CHECK (format IN ('PDF','HTML','DOCX')),
      priority text NOT NULL CHECK (priority IN ('HIGH','NORMAL','LOW')),
      data jsonb NOT NULL CHECK (jsonb_typeof(data) = 'object'),
      -- JSON Pointer → party id, taken from data by the version's partyFields: what enrichment looks up. Null: nothing.
      party_ids jsonb,
      status text NOT NULL CHECK (status IN (${STATUSES})),
      attempt integer NOT NULL DEFAULT 1 CHECK (attempt >= 1),
      sequence integer NOT NULL DEFAULT 1 CHECK (sequence >= 1),
      cause text NOT NULL DEFAULT 'SUBMITTED' CHECK (cause IN ('SUBMITTED','RECOVERY','RETRIGGER')),
      engine_batch_id uuid,
      batch_limit integer CHECK (batch_limit >= 1),
      submission_id uuid REFERENCES submissions (id),
      idempotency_key text,
      body_hash bytea,
      trace_id text NOT NULL CHECK (trace_id ~ '^[0-9a-f]{32}$'),
      created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE UNIQUE INDEX document_requests_idempotency ON document_requests (tenant, idempotency_key) WHERE idempotency_key IS NOT NULL;
    CREATE INDEX document_requests_newest ON document_requests (tenant, created_at, id);
    CREATE INDEX document_requests_status ON document_requests (tenant, status, created_at, id);
    CREATE INDEX document_requests_type ON document_requests (tenant, document_type, created_at, id);
    CREATE INDEX document_requests_source ON document_requests (tenant, source, created_at, id);
    CREATE INDEX document_requests_reference ON document_requests (tenant, client_reference text_pattern_ops, created_at, id)
      WHERE client_reference IS NOT NULL;
    CREATE INDEX document_requests_submission ON document_requests (submission_id, status) WHERE submission_id IS NOT NULL;
    CREATE INDEX document_requests_at_work ON document_requests (engine_batch_id) WHERE status IN ('PROCESSING','GENERATING');
    CREATE INDEX document_requests_waiting ON document_requests (created_at) WHERE status = 'ACCEPTED';

    CREATE TABLE status_events (
      -- Orders the events that one snapshot of the feed's stamper finds.
      id bigint GENERATED ALWAYS AS IDENTITY,
      request_id uuid NOT NULL,
      sequence integer NOT NULL CHECK (sequence >= 1),
      tenant text NOT NULL,
      status text NOT NULL CHECK (status IN (${STATUSES})),
      attempt integer NOT NULL,
      cause text NOT NULL CHECK (cause IN ('SUBMITTED','RECOVERY','RETRIGGER')),
      stage text CHECK (stage IN ('PROCESSING','MONITORING')),
      message text,
      actor text NOT NULL,
      -- The outbox row written with it, where work followed: finds the event's topic, partition and offset in published_ranges.
      outbox_id bigint,
      at timestamptz NOT NULL DEFAULT clock_timestamp(),
      xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
      PRIMARY KEY (request_id, sequence)
    );
    CREATE INDEX status_events_xid ON status_events (xid);

    CREATE TABLE status_feed (
      position bigint PRIMARY KEY,
      tenant text NOT NULL,
      request_id uuid NOT NULL,
      sequence integer NOT NULL,
      stamped_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      UNIQUE (request_id, sequence)
    );
    CREATE TABLE feed_state (
      one boolean PRIMARY KEY DEFAULT true CHECK (one),
      feed_id uuid NOT NULL DEFAULT gen_random_uuid(),
      position bigint NOT NULL DEFAULT 0,
      snapshot pg_snapshot NOT NULL DEFAULT pg_current_snapshot(),
      -- Everything up to here is on the status topics.
      published_position bigint NOT NULL DEFAULT 0
    );
    INSERT INTO feed_state DEFAULT VALUES;

    CREATE TABLE outbox_events (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      topic text NOT NULL,
      key text NOT NULL,
      event_id text NOT NULL,
      type text NOT NULL,
      tenant text NOT NULL,
      sequence integer,
      traceparent text,
      value jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE INDEX outbox_events_topic ON outbox_events (topic, id);
    ALTER TABLE outbox_events SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

    CREATE TABLE published_ranges (
      topic text NOT NULL,
      partition integer NOT NULL,
      base_offset bigint NOT NULL,
      -- Outbox ids, or feed positions for the status topics, in the order of their offsets.
      ids bigint[] NOT NULL,
      first_id bigint NOT NULL,
      last_id bigint NOT NULL,
      published_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (topic, partition, base_offset)
    );
    CREATE INDEX published_ranges_ids ON published_ranges (topic, first_id, last_id);
    CREATE INDEX published_ranges_age ON published_ranges (published_at);

    CREATE TABLE engine_batches (
      id uuid PRIMARY KEY,
      tenant text NOT NULL,
      engine_configuration text NOT NULL,
      format text NOT NULL,
      mode text NOT NULL CHECK (mode IN ('BULK','ON_DEMAND')),
      state text NOT NULL CHECK (state IN ('CLAIMED','FROZEN','GENERATING','CLOSED')),
      -- Number and claim in one: whoever takes the batch over, or goes on after a withdrawal, first adds one.
      claim integer NOT NULL DEFAULT 1,
      holder text NOT NULL,
      lease_until timestamptz,
      frozen_number integer,
      -- Request ids in the order of the transaction numbers of the frozen file, which begin with 1.
      members uuid[],
      size integer NOT NULL CHECK (size >= 1),
      engine_reference text,
      engine_status text,
      frozen_at timestamptz,
      submitted_at timestamptz,
      next_poll_at timestamptz,
      last_polled_at timestamptz,
      poll_count integer NOT NULL DEFAULT 0,
      -- Polls in a row whose answer could not be used.
      failed_polls integer NOT NULL DEFAULT 0,
      -- Time between polls with the engine in reach and AVAILABLE: what the deadline counts.
      waited_ms bigint NOT NULL DEFAULT 0,
      created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      closed_at timestamptz,
      -- When its files in the transfer folder were removed.
      cleared_at timestamptz
    );
    CREATE INDEX engine_batches_lease ON engine_batches (lease_until) WHERE lease_until IS NOT NULL AND state <> 'CLOSED';
    CREATE INDEX engine_batches_poll ON engine_batches (next_poll_at) WHERE state = 'GENERATING' AND mode = 'BULK';
    CREATE INDEX engine_batches_closed ON engine_batches (closed_at) WHERE state = 'CLOSED' AND cleared_at IS NULL;

    CREATE TABLE document_outputs (
      request_id uuid PRIMARY KEY REFERENCES document_requests (id),
      tenant text NOT NULL,
      engine_batch_id uuid NOT NULL,
      attempt integer NOT NULL,
      store_key text NOT NULL,
      content_type text NOT NULL,
      size_bytes integer NOT NULL CHECK (size_bytes > 0),
      pages integer,
      sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
      created_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );

    CREATE TABLE processing_errors (
      id uuid PRIMARY KEY,
      request_id uuid NOT NULL REFERENCES document_requests (id),
      tenant text NOT NULL,
      stage text NOT NULL CHECK (stage IN ('PROCESSING','MONITORING')),
      retry_stage text NOT NULL CHECK (retry_stage IN ('PROCESSING','MONITORING')),
      code text NOT NULL,
      message text NOT NULL,
      attempt integer NOT NULL,
      retriable boolean NOT NULL,
      recovery_status text NOT NULL
        CHECK (recovery_status IN ('PENDING','RETRYING','RECOVERED','FAILED_AGAIN','EXHAUSTED','DISMISSED')),
      next_attempt_at timestamptz,
      occurred_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      resolved_at timestamptz,
      actor text,
      run_id uuid
    );
    CREATE UNIQUE INDEX processing_errors_open ON processing_errors (request_id)
      WHERE recovery_status IN ('PENDING','RETRYING','EXHAUSTED');
    CREATE INDEX processing_errors_request ON processing_errors (request_id, occurred_at);
    CREATE INDEX processing_errors_due ON processing_errors (next_attempt_at) WHERE recovery_status = 'PENDING' AND run_id IS NULL;

    -- How often each sweep had to repair something: all stay 0 without faults.
    CREATE TABLE sweep_repairs (
      sweep text PRIMARY KEY,
      repaired bigint NOT NULL DEFAULT 0,
      last_at timestamptz
    );
    CREATE TABLE job_runs (
      job text PRIMARY KEY,
      started_at timestamptz NOT NULL,
      finished_at timestamptz,
      result jsonb
    );
  `,
  down: `
    DROP TABLE job_runs, sweep_repairs, processing_errors, document_outputs, engine_batches, published_ranges,
      outbox_events, feed_state, status_feed, status_events, document_requests, submissions;
  `,
};
