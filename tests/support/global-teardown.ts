/** After the integration tests: stops what the setup started, and removes its data unless OMS_TEST_KEEP is set. */
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import './global-setup';

export default async function globalTeardown(): Promise<void> {
  // Of two kinds of tests in one run, the first to end stops all.
  await Promise.all([...(globalThis.omsTestSystems ?? [])].map((system) => system.stop()));
  const started = globalThis.omsTestInfrastructure;
  if (!started) return;
  globalThis.omsTestInfrastructure = undefined;
  started.child.ref();
  if (started.child.exitCode === null && started.child.signalCode === null) {
    const exited = once(started.child, 'exit');
    started.child.kill('SIGTERM');
    await exited;
  }
  if (!process.env.OMS_TEST_KEEP) rmSync(started.home, { recursive: true, force: true });
}
