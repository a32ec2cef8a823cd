/** Before the tests in the browser: infrastructure, one system that serves the built screens, one Chromium. */
import { chromium, type BrowserServer } from 'playwright-core';
import { homeFolder } from '../../../local/home';
import { buildScreens, screensAreBuilt } from '../../../local/screens';
import { readLocalAddresses } from '../../../platform/config';
import startInfrastructure from '../../support/global-setup';
import { startSystem } from '../../support/system';
import { publishSystem, type UiSystem } from './ui-system';

/**
 * Made for a function in the cloud: one process, and no check of where an answer comes from. Here it is a browser like any other; a graphics
 * card that is only played would cost more than it gives.
 */
const LEFT_OUT = /^--(single-process|no-zygote|in-process-gpu|headless|disable-web-security|allow-running-insecure-content|use-gl|use-angle|enable-unsafe-swiftshader|ignore-gpu-blocklist)/;
const PLACES = /^(OMS_HOME|DATABASE_URL|KAFKA_|REDIS_|THUNDERHEAD_|REFERENCE_DATA_|TRANSFER_DIR)/;

declare global {
  var omsTestBrowser: BrowserServer | undefined;
}

export default async function globalSetup(): Promise<void> {
  const system = process.env.OMS_UI_URL ? running(process.env.OMS_UI_URL) : await started();
  const { default: sparticuz } = await import('@sparticuz/chromium');
  const args = [...sparticuz.args.filter((arg) => !LEFT_OUT.test(arg)), '--disable-gpu'];
  // Its commands go through a pipe: it ends with this process, however that ends.
  globalThis.omsTestBrowser = await chromium.launchServer({ executablePath: await sparticuz.executablePath(), args, headless: true, chromiumSandbox: false });
  publishSystem({ ...system, browser: globalThis.omsTestBrowser.wsEndpoint() });
}

async function started(): Promise<Omit<UiSystem, 'browser'>> {
  if (!screensAreBuilt()) {
    process.stderr.write('building the screens …\n');
    await buildScreens();
  }
  // The integration tests of the same run may have it already.
  if (!globalThis.omsTestInfrastructure) await startInfrastructure();
  const system = await startSystem({ simulator: { SIMULATOR_RENDER_MS: '5' } });
  return { url: system.gatewayUrl(), simulatorUrl: system.simulatorUrl, home: system.home, env: placesIn(system.env) };
}

function running(url: string): Omit<UiSystem, 'browser'> {
  const home = homeFolder(process.env);
  const addresses = readLocalAddresses(home);
  const { THUNDERHEAD_URL: simulatorUrl } = addresses;
  if (!simulatorUrl) throw new Error(`no system runs under ${home}: OMS_UI_URL goes with the OMS_HOME of one that does`);
  return { url, simulatorUrl, home, env: { OMS_HOME: home, ...placesIn({ ...addresses }) } };
}

/** Not all that this process was started with: only where the parts of the system are. */
function placesIn(env: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => PLACES.test(entry[0]) && typeof entry[1] === 'string'));
}
