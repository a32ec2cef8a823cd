/** OMS_HOME/addresses.json: what a local start wrote about itself, read by whatever joins it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Keys as the environment spells them, so that a process started by hand finds the same values. */
export interface LocalAddresses {
  readonly DATABASE_URL?: string;
  readonly KAFKA_BROKERS?: string;
  readonly REDIS_URL?: string;
  readonly THUNDERHEAD_URL?: string;
  readonly REFERENCE_DATA_URL?: string;
  /** Gives tokens to the gateway's sign-in page. */
  readonly LOCAL_ISSUER_URL?: string;
  /** http://host:port of the first gateway. */
  readonly GATEWAY_URL?: string;
  /** Process id by role; `infrastructure` holds those of Kafka, Postgres and Redis where the start made them. */
  readonly pids?: Readonly<Record<string, number>>;
  /** http://host:port of health and metrics by role. */
  readonly ops?: Readonly<Record<string, string>>;
}

export function addressesPath(home: string): string {
  return join(home, 'addresses.json');
}

/** The addresses of a running local system, or an empty object where there is none. A torn file counts as none. */
export function readLocalAddresses(home: string): LocalAddresses {
  const path = addressesPath(home);
  if (!existsSync(path)) return {};
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LocalAddresses;
  } catch {
    return {};
  }
}
