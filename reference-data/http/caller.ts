/** Who calls and for which tenant: every call carries a bearer token. */
import type { Request, RequestHandler } from 'express';
import { hasRole, type Caller } from '../../domain/caller';
import { bearerToken, type TokenVerifier } from '../../platform/identity';
import { Problem } from './problems';

export interface Access {
  readonly caller: Caller;
  /** Whose items are read: the token's own tenant, or for the services' own tokens the one named in X-Tenant. */
  readonly tenant: string;
}

const TENANT = /^(\*|[A-Za-z0-9][A-Za-z0-9._-]{0,62})$/;
const accesses = new WeakMap<Request, Access>();

/** Verifies the token and settles the tenant. Ends the call with 401, 403 or 400. */
export function authenticate(verifyToken: TokenVerifier): RequestHandler {
  return async (request, _response, next) => {
    const caller = await verifyToken(bearerToken(request.get('authorization')));
    if (caller.roles.length === 0) throw new Problem('FORBIDDEN', 'the token has no role that this service knows');
    accesses.set(request, { caller, tenant: hasRole(caller, 'service') ? tenantHeader(request) : caller.tenant });
    next();
  };
}

function tenantHeader(request: Request): string {
  const tenant = request.get('x-tenant');
  if (!tenant || !TENANT.test(tenant)) {
    throw new Problem('BAD_USER_INPUT', 'a token of the role service acts for one tenant: name it in the header X-Tenant');
  }
  return tenant;
}

/** The access of an authenticated call. */
export function accessOf(request: Request): Access {
  const access = accesses.get(request);
  if (!access) throw new Error('a route is not behind authenticate()');
  return access;
}

/** The tenant that the caller may change: an administrator's own. Ends the call with 403. */
export function writableTenant(request: Request): string {
  const { caller, tenant } = accessOf(request);
  if (!hasRole(caller, 'admin')) throw new Problem('FORBIDDEN', 'changing reference data needs the role admin');
  if (caller.tenant !== tenant) throw new Problem('FORBIDDEN', 'an administrator changes the items of its own tenant only');
  return tenant;
}
