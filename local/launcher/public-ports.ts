/** The ports that people know by heart, looked at before anything is started. */
import { LaunchError } from '../process/launch-error';
import { freePort, isFree } from '../process/ports';

export interface PublicPorts {
  readonly PORT: number;
  readonly THUNDERHEAD_PORT: number;
  readonly REFERENCE_DATA_PORT: number;
}

const DEFAULTS: Record<keyof PublicPorts, number> = { PORT: 4000, THUNDERHEAD_PORT: 4100, REFERENCE_DATA_PORT: 4200 };
const WHAT: Record<keyof PublicPorts, string> = { PORT: 'the gateway', THUNDERHEAD_PORT: 'the engine simulator', REFERENCE_DATA_PORT: 'the Reference Data API' };
const GIVEN: Partial<Record<keyof PublicPorts, string>> = { THUNDERHEAD_PORT: 'THUNDERHEAD_URL', REFERENCE_DATA_PORT: 'REFERENCE_DATA_URL' };

/** From the environment, else the defaults; 0 takes a free one. Throws LaunchError that names every port that cannot be had. */
export async function publicPorts(env: NodeJS.ProcessEnv): Promise<PublicPorts> {
  const faults: string[] = [];
  const port = async (name: keyof PublicPorts): Promise<number> => {
    const text = env[name] || String(DEFAULTS[name]);
    const number = Number(text);
    if (!/^\d+$/.test(text) || number > 65_535) {
      faults.push(`${name}=${text} is not a port: it is a number from 0 to 65535.`);
      return 0;
    }
    if (number === 0) return freePort();
    const url = GIVEN[name];
    if (!(url && env[url]) && !(await isFree(number))) {
      faults.push(`Port ${number} of ${WHAT[name]} is taken by another program: stop that, or set ${name} to another port (${name}=${number + 10_000} npm start).`);
    }
    return number;
  };
  const ports = { PORT: await port('PORT'), THUNDERHEAD_PORT: await port('THUNDERHEAD_PORT'), REFERENCE_DATA_PORT: await port('REFERENCE_DATA_PORT') };
  if (new Set(Object.values(ports)).size < 3 && faults.length === 0) {
    faults.push(`PORT, THUNDERHEAD_PORT and REFERENCE_DATA_PORT must differ; they are ${Object.values(ports).join(', ')}.`);
  }
  if (faults.length > 0) throw new LaunchError(faults.join('\n'));
  return ports;
}
