/** After the tests in the browser: closes it, then what it looked at. */
import stopInfrastructure from '../../support/global-teardown';
import './global-setup';

export default async function globalTeardown(): Promise<void> {
  await globalThis.omsTestBrowser?.close();
  await stopInfrastructure();
}
