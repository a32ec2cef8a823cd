/** Before the integration tests: Kafka, Postgres and Redis, by the project's own launcher. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { publish, type TestInfrastructure } from './addresses';

const ROOT = resolve(__dirname, '../..');
/** Runs at the same time in one checkout: each has a home of its own. */
const HOMES = 8;

declare global {
  var omsTestInfrastructure: { child: ChildProcess; home: string } | undefined;
}

type Answer = { type: 'ready'; infrastructure: Omit<TestInfrastructure, 'home'> } | { type: 'failed'; message: string; inUse: boolean };

export default async function globalSetup(): Promise<void> {
  for (let number = 1; number <= HOMES; number += 1) {
    const home = join(ROOT, '.oms', number === 1 ? 'test' : `test-${number}`);
    const child = spawn(process.execPath, ['-r', './compile/register.cjs', 'local/infrastructure/main.ts'], {
      cwd: ROOT,
      env: { ...process.env, OMS_HOME: home },
      // A session of its own, so that an interrupt reaches the tests first; it ends when this process does.
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const answer = await new Promise<Answer>((done) => {
      child.once('message', (message) => done(message as Answer));
      child.once('exit', (code) => done({ type: 'failed', message: `the infrastructure ended with exit code ${code}`, inUse: false }));
    });
    if (answer.type === 'ready') {
      child.unref();
      child.channel?.unref();
      globalThis.omsTestInfrastructure = { child, home };
      publish({ ...answer.infrastructure, home });
      return;
    }
    if (!answer.inUse) throw new Error(answer.message);
  }
  throw new Error(`${HOMES} test runs are under way in this checkout: wait for one to end`);
}
