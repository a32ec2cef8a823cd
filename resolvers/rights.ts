/** The contract's table of roles, as guards: each gives what the caller may work on, or throws FORBIDDEN. */
import { hasRole, mayAdminister, mayRead, mayReadContent, maySubmit, readScope, type Caller } from '../domain/caller';
import { CodedError } from '../domain/user-errors';

function forbidden(caller: Caller, what: string, allowed: string): CodedError {
  const roles = caller.roles.length > 0 ? caller.roles.join(', ') : 'none';
  return new CodedError('FORBIDDEN', `this token may not ${what}: its roles are ${roles}; needed is ${allowed}`);
}

/** The tenant whose requests the caller reads and follows; null for every tenant (operators). */
export function requestScope(caller: Caller): string | null {
  if (!mayRead(caller)) throw forbidden(caller, 'read requests', 'client, viewer, admin or operator');
  return readScope(caller);
}

/** The tenant whose `data`, documents and reference data the caller reads. */
export function contentTenant(caller: Caller, what: string): string {
  if (!mayReadContent(caller)) throw forbidden(caller, `read ${what}`, 'client, viewer or admin');
  return caller.tenant;
}

export function requireSubmitter(caller: Caller): void {
  if (!maySubmit(caller)) throw forbidden(caller, 'submit requests', 'client or admin');
}

export function requireAdministrator(caller: Caller, what: string): void {
  if (!mayAdminister(caller)) throw forbidden(caller, what, 'admin');
}

/** The tenant whose operations the caller follows; null for every tenant (operators). */
export function operationsScope(caller: Caller, what: string): string | null {
  if (hasRole(caller, 'admin')) return caller.tenant;
  if (hasRole(caller, 'operator')) return null;
  throw forbidden(caller, what, 'admin or operator');
}

export function requireOperator(caller: Caller, what: string): void {
  if (!hasRole(caller, 'operator')) throw forbidden(caller, what, 'operator');
}

/** May see where events stand on the topics. */
export function seesOperations(caller: Caller): boolean {
  return hasRole(caller, 'admin', 'operator');
}
