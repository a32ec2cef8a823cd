/** Who calls: what a verified token says of its bearer, and what the contract's roles may do. */

export const ROLES = ['client', 'viewer', 'admin', 'operator', 'service'] as const;
export type Role = (typeof ROLES)[number];

export interface Caller {
  /** The token's subject: the actor of what it causes. */
  readonly subject: string;
  readonly tenant: string;
  readonly roles: readonly Role[];
  /** The client system the token speaks for: claim `source`, else `sub`. */
  readonly source: string;
  /** When the token expires, in ms since the epoch. */
  readonly expiresAt: number;
}

export function hasRole(caller: Caller, ...anyOf: Role[]): boolean {
  return anyOf.some((role) => caller.roles.includes(role));
}

/** The tenant whose rows the caller reads; null for every tenant (operators, who in turn see no `data` and no document). */
export function readScope(caller: Caller): string | null {
  return hasRole(caller, 'client', 'viewer', 'admin') ? caller.tenant : null;
}

/** May read requests, follow them, and list reference data. */
export function mayRead(caller: Caller): boolean {
  return hasRole(caller, 'client', 'viewer', 'admin', 'operator');
}

/** May see `data` and finished documents: operators may not. */
export function mayReadContent(caller: Caller): boolean {
  return hasRole(caller, 'client', 'viewer', 'admin');
}

export function maySubmit(caller: Caller): boolean {
  return hasRole(caller, 'client', 'admin');
}

/** A client cancels its own source's requests, an administrator any of the tenant. */
export function mayCancel(caller: Caller, source: string): boolean {
  return hasRole(caller, 'admin') || (hasRole(caller, 'client') && caller.source === source);
}

/** May ask in the name of `source`: its own, or any for an administrator. */
export function mayAskFor(caller: Caller, source: string): boolean {
  return hasRole(caller, 'admin') || caller.source === source;
}

export function mayAdminister(caller: Caller): boolean {
  return hasRole(caller, 'admin');
}
