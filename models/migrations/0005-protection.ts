import type { Migration } from './migration';

/** The breakers of all processes, for whoever looks at the system as a whole. */
export const protection: Migration = {
  name: '0005-protection',
  up: `
    CREATE TABLE circuit_states (
      api text NOT NULL CHECK (api IN ('engine','reference-data')),
      -- A process that plays several roles has a breaker in each.
      instance text NOT NULL,
      role text NOT NULL CHECK (role IN ('processing','monitoring','gateway')),
      state text NOT NULL CHECK (state IN ('closed','open','half-open')),
      -- Renewed every few seconds; an older row is that of a process which is gone.
      updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (api, instance, role)
    );
  `,
  down: 'DROP TABLE circuit_states;',
};
