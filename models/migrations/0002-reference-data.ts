import type { Migration } from './migration';

const CODE = `code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$'`;
const TENANT = `tenant ~ '^([*]|[A-Za-z0-9][A-Za-z0-9._-]{0,62})$'`;

/** The part that is the same for document types and sources: one row per item, which names the version in force. */
function itemTable(name: string): string {
  return `
    CREATE TABLE ${name} (
      -- One incarnation of one owner's item: ETags are made of it and the version.
      id uuid PRIMARY KEY,
      -- '*' belongs to all tenants.
      tenant text NOT NULL CHECK (${TENANT}),
      code text COLLATE "C" NOT NULL CHECK (${CODE}),
      version integer NOT NULL CHECK (version >= 1),
      UNIQUE (code, tenant)
    );`;
}

/** The tables of the Reference Data API. JSON is kept as it was written (json, not jsonb): schemas keep the order of their properties. */
export const referenceData: Migration = {
  name: '0002-reference-data',
  up: `
    ${itemTable('document_types')}
    CREATE TABLE document_type_versions (
      item_id uuid NOT NULL REFERENCES document_types (id),
      version integer NOT NULL CHECK (version >= 1),
      title text NOT NULL CHECK (title <> ''),
      formats text[] NOT NULL CHECK (cardinality(formats) > 0 AND formats <@ ARRAY['PDF','HTML','DOCX']),
      data_schema json NOT NULL CHECK (json_typeof(data_schema) = 'object'),
      engine_configuration json NOT NULL CHECK (json_typeof(engine_configuration) = 'object'),
      allowed_sources text[] NOT NULL,
      party_fields text[] NOT NULL,
      active boolean NOT NULL,
      actor text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (item_id, version)
    );
    ALTER TABLE document_types ADD CONSTRAINT document_types_version_in_force
      FOREIGN KEY (id, version) REFERENCES document_type_versions (item_id, version) DEFERRABLE INITIALLY DEFERRED;

    ${itemTable('sources')}
    CREATE TABLE source_versions (
      item_id uuid NOT NULL REFERENCES sources (id),
      version integer NOT NULL CHECK (version >= 1),
      title text NOT NULL CHECK (title <> ''),
      active boolean NOT NULL,
      actor text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (item_id, version)
    );
    ALTER TABLE sources ADD CONSTRAINT sources_version_in_force
      FOREIGN KEY (id, version) REFERENCES source_versions (item_id, version) DEFERRABLE INITIALLY DEFERRED;

    CREATE TABLE parties (
      tenant text NOT NULL CHECK (${TENANT} AND tenant <> '*'),
      id text COLLATE "C" NOT NULL CHECK (id <> '' AND char_length(id) <= 200),
      -- New when a deleted party is made again.
      incarnation uuid NOT NULL DEFAULT gen_random_uuid(),
      version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
      name text NOT NULL CHECK (name <> ''),
      address json NOT NULL CHECK (json_typeof(address) = 'object'),
      locale text NOT NULL,
      preferences json NOT NULL CHECK (json_typeof(preferences) = 'object'),
      actor text NOT NULL,
      changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (tenant, id)
    );

    -- Written with the change that it tells of, deleted once the cache has forgotten the keys.
    CREATE TABLE reference_data_invalidations (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      cache_keys text[] NOT NULL CHECK (cardinality(cache_keys) > 0),
      created_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
  `,
  down: `
    ALTER TABLE document_types DROP CONSTRAINT document_types_version_in_force;
    ALTER TABLE sources DROP CONSTRAINT sources_version_in_force;
    DROP TABLE reference_data_invalidations, parties, source_versions, sources, document_type_versions, document_types;
  `,
};
