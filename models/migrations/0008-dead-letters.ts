import type { Migration } from './migration';

/** A list of what is on the dead-letter topic; the audit log tells of more, and is read by people. */
export const deadLetters: Migration = {
  name: '0008-dead-letters',
  up: `
    CREATE TABLE dead_letters (
      id uuid PRIMARY KEY,
      -- Its place on the dead-letter topic. With the time, since a topic that is made anew begins at 0 again.
      letter_partition integer NOT NULL,
      letter_offset bigint NOT NULL,
      at timestamptz NOT NULL,
      -- Where the original was.
      topic text NOT NULL,
      partition integer NOT NULL,
      "offset" bigint NOT NULL,
      reason text NOT NULL,
      key bytea,
      -- Name and base64 of each, in their order.
      headers jsonb NOT NULL,
      size_bytes integer NOT NULL,
      -- The whole value where size_bytes is no more than its length. Null: the record has no value.
      preview bytea,
      -- Where the shelf has key, value and headers as they were; null: they are here whole.
      stored text,
      request_id uuid,
      replayed_at timestamptz,
      replayed_by text,
      UNIQUE (letter_partition, letter_offset, at)
    );
    CREATE INDEX dead_letters_newest ON dead_letters (at, id);
    CREATE INDEX dead_letters_topic ON dead_letters (topic, at, id);
    CREATE INDEX dead_letters_waiting ON dead_letters (at, id) WHERE replayed_at IS NULL;
    CREATE INDEX dead_letters_stored ON dead_letters (stored) WHERE stored IS NOT NULL;

    -- What it was done to: a run, a request, a code, a dead letter.
    ALTER TABLE audit_log ADD COLUMN subject text, DROP CONSTRAINT audit_log_action_check;
    UPDATE audit_log SET subject = run_id::text WHERE run_id IS NOT NULL;
    ALTER TABLE audit_log DROP COLUMN run_id;
    DROP INDEX audit_log_newest;
    CREATE INDEX audit_log_tenant ON audit_log (tenant, at, id);
    CREATE INDEX audit_log_at ON audit_log (at, id);
    CREATE INDEX audit_log_actor ON audit_log (actor, at, id);
    CREATE INDEX audit_log_action ON audit_log (action, at, id);
    CREATE INDEX audit_log_subject ON audit_log (subject, at, id);
  `,
  down: `
    DROP INDEX audit_log_subject, audit_log_action, audit_log_actor, audit_log_at, audit_log_tenant;
    DELETE FROM audit_log WHERE action NOT IN ('RETRIGGER','STOP_RUN','RESUME_RUN','DISMISS','REOPEN');
    ALTER TABLE audit_log ADD COLUMN run_id uuid,
      ADD CONSTRAINT audit_log_action_check CHECK (action IN ('RETRIGGER','STOP_RUN','RESUME_RUN','DISMISS','REOPEN'));
    UPDATE audit_log SET run_id = subject::uuid WHERE subject IS NOT NULL;
    ALTER TABLE audit_log DROP COLUMN subject;
    CREATE INDEX audit_log_newest ON audit_log (tenant, at);
    DROP TABLE dead_letters;
  `,
};
