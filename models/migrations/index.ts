/** The migrations in order, and how to run them. Several processes may call these at once: an advisory lock lets one work. */
import { QueryTypes, type Sequelize } from 'sequelize';
import { Umzug } from 'umzug';
import type { Migration } from './migration';
import { core } from './0001-core';
import { referenceData } from './0002-reference-data';
import { recovery } from './0003-recovery';
import { retriggering } from './0004-retriggering';
import { protection } from './0005-protection';
import { errorFacts } from './0006-error-facts';
import { screens } from './0007-screens';
import { deadLetters } from './0008-dead-letters';

export const MIGRATIONS: readonly Migration[] = [core, referenceData, recovery, retriggering, protection, errorFacts, screens, deadLetters];

/** Any constant of our own: held while migrations run. */
const LOCK_KEY = 7_305_001;

function umzugOn(sequelize: Sequelize): Umzug<Sequelize> {
  return new Umzug<Sequelize>({
    context: sequelize,
    logger: undefined,
    migrations: MIGRATIONS.map((migration) => ({
      name: migration.name,
      up: async () => {
        await sequelize.transaction((transaction) => sequelize.query(migration.up, { transaction }));
      },
      down: async () => {
        await sequelize.transaction((transaction) => sequelize.query(migration.down, { transaction }));
      },
    })),
    storage: {
      async logMigration({ name }) {
        await sequelize.query('INSERT INTO schema_migrations (name) VALUES ($1)', { bind: [name] });
      },
      async unlogMigration({ name }) {
        await sequelize.query('DELETE FROM schema_migrations WHERE name = $1', { bind: [name] });
      },
      async executed() {
        const rows = await sequelize.query<{ name: string }>('SELECT name FROM schema_migrations ORDER BY name', {
          type: QueryTypes.SELECT,
        });
        return rows.map((row) => row.name);
      },
    },
  });
}

async function underLock<T>(sequelize: Sequelize, work: () => Promise<T>): Promise<T> {
  return sequelize.transaction(async (transaction) => {
    await sequelize.query('SELECT pg_advisory_xact_lock($1)', { bind: [LOCK_KEY], transaction });
    await sequelize.query(
      'CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())',
    );
    return work();
  });
}

/** Brings the database up to date. @returns the names of the migrations that ran. */
export async function migrateUp(sequelize: Sequelize): Promise<string[]> {
  return underLock(sequelize, async () => (await umzugOn(sequelize).up()).map((done) => done.name));
}

/** Takes back every migration (`to` = 0) or the last one. Data in the dropped tables is gone. */
export async function migrateDown(sequelize: Sequelize, options: { to?: 0 } = {}): Promise<string[]> {
  return underLock(sequelize, async () => (await umzugOn(sequelize).down(options)).map((done) => done.name));
}
