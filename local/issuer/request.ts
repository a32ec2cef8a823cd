/** What a token of this machine may be asked to say. */
import { z } from 'zod';
import { ROLES, type Role } from '../../domain/caller';

export type GrantedRole = Exclude<Role, 'service'>;
/** The services' own role is given to nobody else. */
export const GRANTED_ROLES = ROLES.filter((role): role is GrantedRole => role !== 'service');
export const TENANT_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
export const TENANT_RULE = 'up to 63 letters, digits, dots, dashes and underscores, beginning with a letter or digit';

/** Of every tenant, and so of none: for those who only operate. */
export const NO_TENANT = '*';

/** A token as the admin UI asks for it. */
export const tokenAskedFor = z
  .strictObject({
    roles: z.array(z.enum(GRANTED_ROLES)).min(1, 'at least one role').max(GRANTED_ROLES.length),
    tenant: z.string().refine((name) => name === NO_TENANT || TENANT_NAME.test(name), `a tenant's name is ${TENANT_RULE}`),
    source: z.string().min(1).max(100).optional(),
    subject: z.string().min(1).max(200).optional(),
  })
  .refine(({ roles, tenant }) => tenant !== NO_TENANT || roles.every((role) => role === 'operator'), { path: ['tenant'], message: 'every role but operator belongs to one tenant' });
