/** tests/support: the infrastructure of a test run, and whole systems on it. This: where the run's infrastructure is. */

export interface TestInfrastructure {
  readonly databaseUrl: string;
  readonly kafkaBrokers: string;
  readonly redisUrl: string;
  readonly home: string;
}

const VARIABLE = 'OMS_TEST_INFRASTRUCTURE';

/** Handed on through the environment, since each test file has globals of its own. */
export function publish(infrastructure: TestInfrastructure): void {
  process.env[VARIABLE] = JSON.stringify(infrastructure);
}

/** Of this run. Throws where a test asks for it outside the integration project. */
export function testInfrastructure(): TestInfrastructure {
  const text = process.env[VARIABLE];
  if (!text) throw new Error('there is no infrastructure here: put the test into tests/integration');
  return JSON.parse(text) as TestInfrastructure;
}
