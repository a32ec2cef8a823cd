/** Where the system of this run is; handed on through the environment, since each test file has globals of its own. */

export interface UiSystem {
  /** Of the gateway, which serves the screens under /admin. */
  readonly url: string;
  readonly simulatorUrl: string;
  /** Its OMS_HOME. */
  readonly home: string;
  /** What its processes see, as far as it says where things are: for `configFrom` of platform/config. */
  readonly env: Readonly<Record<string, string>>;
  /** Of the browser that all files share. */
  readonly browser: string;
}

const VARIABLE = 'OMS_UI_SYSTEM';

/** For the setup of the run. */
export function publishSystem(system: UiSystem): void {
  process.env[VARIABLE] = JSON.stringify(system);
}

/** Of this run. Throws where a test asks for it outside the ui project. */
export function uiSystem(): UiSystem {
  const text = process.env[VARIABLE];
  if (!text) throw new Error('there is no system with screens here: put the test into tests/ui');
  return JSON.parse(text) as UiSystem;
}
