/** A database for one system under test, on the Postgres of the run. */
import { Client } from 'pg';
import { testInfrastructure } from './addresses';

async function administer(statement: string): Promise<void> {
  const client = new Client({ connectionString: testInfrastructure().databaseUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** @returns its URL. `name` consists of letters, digits and underscores. */
export async function createDatabase(name: string): Promise<string> {
  await administer(`CREATE DATABASE ${name}`);
  const url = new URL(testInfrastructure().databaseUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Sessions that are still there are ended. */
export async function dropDatabase(name: string): Promise<void> {
  await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}
