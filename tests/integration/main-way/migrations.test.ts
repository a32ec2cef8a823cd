import type { Model, ModelStatic } from 'sequelize';
import { modelsOf } from '../../../models';
import { rows } from '../../../models/database';
import { migrateDown, migrateUp, MIGRATIONS } from '../../../models/migrations';
import { startSystem, type System } from '../../support/system';

describe('the migrations', () => {
  let system: System;

  beforeAll(async () => {
    system = await startSystem({ roles: {}, simulator: false });
  });
  afterAll(() => system.stop());

  const describeTables = () =>
    rows<{ name: string }>(
      system.db,
      `SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS name FROM information_schema.columns
        WHERE table_schema = 'public' UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`,
    );

  it('make the tables that the models describe, column by column', async () => {
    for (const model of Object.values(modelsOf(system.db)) as ModelStatic<Model>[]) {
      const columns = await rows<{ name: string; nullable: boolean }>(
        system.db,
        `SELECT column_name AS name, is_nullable = 'YES' AS nullable FROM information_schema.columns WHERE table_name = $1 ORDER BY 1`,
        [model.tableName],
      );
      const described = Object.values(model.getAttributes()).map((attribute) => ({
        name: attribute.field,
        nullable: attribute.allowNull !== false && attribute.primaryKey !== true,
      }));
      expect(described.sort((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1))).toEqual(columns);
    }
  });

  it('go down to nothing and up again to the same tables and indexes, also when two processes run them at once', async () => {
    const before = await describeTables();
    expect((await migrateDown(system.db, { to: 0 })).length).toBe(MIGRATIONS.length);
    const left = await rows<{ table: string }>(system.db, `SELECT tablename AS table FROM pg_tables WHERE schemaname = 'public'`);
    expect(left).toEqual([{ table: 'schema_migrations' }]);
    const [one, two] = await Promise.all([migrateUp(system.db), migrateUp(system.db)]);
    expect([...one, ...two].sort()).toEqual(MIGRATIONS.map((migration) => migration.name));
    expect(await describeTables()).toEqual(before);
  });
});
