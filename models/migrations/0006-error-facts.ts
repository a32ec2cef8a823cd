import type { Migration } from './migration';

/**
 * What lists of errors are filtered by and only the request knew: immutable facts of it, which the table copies itself, so that nobody who records an
 * error has to think of them. A filter by one of them then reads an index in its order instead of looking up a request for each error.
 */
export const errorFacts: Migration = {
  name: '0006-error-facts',
  up: `
    ALTER TABLE processing_errors ADD COLUMN document_type text, ADD COLUMN source text, ADD COLUMN submission_id uuid;

    CREATE FUNCTION copy_request_facts() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      SELECT r.document_type, r.source, r.submission_id INTO NEW.document_type, NEW.source, NEW.submission_id
        FROM document_requests r WHERE r.id = NEW.request_id;
      RETURN NEW;
    END $$;
    CREATE TRIGGER processing_errors_facts BEFORE INSERT ON processing_errors FOR EACH ROW EXECUTE FUNCTION copy_request_facts();

    UPDATE processing_errors e SET document_type = r.document_type, source = r.source, submission_id = r.submission_id
      FROM document_requests r WHERE r.id = e.request_id;

    CREATE INDEX processing_errors_type ON processing_errors (tenant, document_type, occurred_at, id);
    CREATE INDEX processing_errors_source ON processing_errors (tenant, source, occurred_at, id);
    CREATE INDEX processing_errors_submission ON processing_errors (submission_id) WHERE submission_id IS NOT NULL;
  `,
  down: `
    DROP TRIGGER processing_errors_facts ON processing_errors;
    DROP FUNCTION copy_request_facts;
    DROP INDEX processing_errors_submission, processing_errors_source, processing_errors_type;
    ALTER TABLE processing_errors DROP COLUMN submission_id, DROP COLUMN source, DROP COLUMN document_type;
  `,
};
