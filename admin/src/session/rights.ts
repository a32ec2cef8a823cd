/** What a signed-in person may do, by the contract's table of roles. The server refuses the rest by itself; these decide what is shown. */

export interface Rights {
  /** Reads the state of the whole system and what spans tenants. */
  readonly operate: boolean;
  /** Retriggers, dismisses, saves reference data, cancels anything of its tenant. */
  readonly administer: boolean;
  readonly submit: boolean;
  /** Reads `data` and finished documents. */
  readonly readContent: boolean;
  /** Reads requests, if not their content. */
  readonly read: boolean;
  /** Reads errors, audit and queues: operators and administrators. */
  readonly follow: boolean;
}

export function rightsOf(roles: readonly string[]): Rights {
  const has = (...wanted: string[]) => wanted.some((role) => roles.includes(role));
  return {
    operate: has('operator'),
    administer: has('admin'),
    submit: has('client', 'admin'),
    readContent: has('client', 'viewer', 'admin'),
    read: has('client', 'viewer', 'admin', 'operator'),
    follow: has('operator', 'admin'),
  };
}
