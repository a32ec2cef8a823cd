/** The environment of an integration test file: whatever its tests did, the systems that they started are stopped at its end. */
import { TestEnvironment } from 'jest-environment-node';
import type { System } from './system';

export default class IntegrationEnvironment extends TestEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    this.global.omsTestSystems = new Set();
  }

  /** After the last hook, while modules can still be loaded: `teardown` would be too late. */
  async handleTestEvent(event: Readonly<{ name: string }>): Promise<void> {
    if (event.name !== 'run_finish') return;
    const systems = this.global.omsTestSystems as Set<System>;
    await Promise.all([...systems].map((system) => system.stop()));
  }
}
