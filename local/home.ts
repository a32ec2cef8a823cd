/** local/: everything that is outside the system, on one machine: `start.ts` and `token.ts` are its commands. */
import { resolve } from 'node:path';

export const ROOT = resolve(__dirname, '..');

/** The folder of local data: OMS_HOME, or `.oms` in the repository. */
export function homeFolder(env: NodeJS.ProcessEnv): string {
  return resolve(env.OMS_HOME || `${ROOT}/.oms`);
}
