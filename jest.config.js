/**
 * Three projects: `unit` (tests/unit) needs nothing; `integration` (tests/integration) runs on a real Kafka, Postgres and Redis, started once
 * per run; `ui` (tests/ui) uses the built screens of one system in a real browser. `npx jest --selectProjects unit`.
 */
const swc = { ...require('./compile/settings.json'), sourceMaps: 'inline' };

const project = (name) => ({
  displayName: name,
  rootDir: __dirname,
  roots: [`<rootDir>/tests/${name}`],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  testEnvironment: 'node',
  setupFilesAfterEnv: ['<rootDir>/tests/support/time-limit.ts'],
});

/** @type {import('jest').Config} */
module.exports = {
  // The machine is shared with the system under test.
  maxWorkers: 1,
  projects: [
    project('unit'),
    {
      ...project('integration'),
      testEnvironment: '<rootDir>/tests/support/test-environment.ts',
      globalSetup: '<rootDir>/tests/support/global-setup.ts',
      globalTeardown: '<rootDir>/tests/support/global-teardown.ts',
    },
    {
      ...project('ui'),
      globalSetup: '<rootDir>/tests/ui/support/global-setup.ts',
      globalTeardown: '<rootDir>/tests/ui/support/global-teardown.ts',
    },
  ],
};
