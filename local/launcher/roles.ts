/** The system's processes as the launcher starts them. */
import { join } from 'node:path';
import { ROOT } from '../home';

export const ROLES = ['reference-data', 'gateway', 'relay', 'processing', 'monitoring', 'jobs'] as const;
export type Role = (typeof ROLES)[number];

/** One process and the roles that it plays. */
export interface RoleProcess {
  readonly name: string;
  readonly script: string;
  readonly roles: readonly Role[];
  readonly env: NodeJS.ProcessEnv;
}

const entrypoint = (name: string) => join(ROOT, 'entrypoints', `${name}.ts`);

/** Each role a process of its own, or one process for all. A Reference Data API that is given by its address is not started. */
export function roleProcesses(separate: boolean, referenceDataGiven: boolean): RoleProcess[] {
  const roles = ROLES.filter((role) => role !== 'reference-data' || !referenceDataGiven);
  if (!separate) return [{ name: 'all-in-one', script: entrypoint('all-in-one'), roles, env: { ROLES: roles.join(',') } }];
  return roles.map((role) => ({ name: role, script: entrypoint(role), roles: [role], env: { OPS_PORT: undefined } }));
}

export const MIGRATE = entrypoint('migrate');
export const SIMULATOR = join(ROOT, 'local/simulator/main.ts');
