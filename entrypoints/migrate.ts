/** entrypoints/: the processes; they construct and wire, nothing else. This one brings the database up to date and, locally, loads example data. */
import 'reflect-metadata';
import { loadConfig } from '../platform/config';
import { openDatabase } from '../models/database';
import { migrateUp } from '../models/migrations';
import { loadExampleData } from '../reference-data/example-data';

async function main(): Promise<void> {
  const config = loadConfig('migrate');
  const database = openDatabase({
    ...config.database,
    applicationName: 'oms-migrate',
    // A migration may work for long, and the holder of its lock has nothing to say meanwhile.
    statementTimeoutMs: 0,
    idleInTransactionTimeoutMs: 0,
  });
  try {
    const done = await migrateUp(database);
    process.stdout.write(done.length > 0 ? `migrated: ${done.join(', ')}\n` : 'the database is up to date\n');
    if (config.local && (await loadExampleData(database))) process.stdout.write('example reference data loaded\n');
  } finally {
    await database.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`migrate: ${(error as Error).message}\n`);
  process.exit(1);
});
