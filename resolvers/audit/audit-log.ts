import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { AuditEntryConnection, AuditFilter } from '../../schema';
import type { OperationContext } from '../context';
import { asConnection, DEFAULT_FIRST, pageSize } from '../paging';
import { operationsScope } from '../rights';

@Resolver()
export class AuditLogResolver {
  @Query(() => AuditEntryConnection, { description: 'Administrators: of their tenant. Operators: of all.' })
  async auditLog(
    @Arg('filter', () => AuditFilter, { nullable: true }) filter: AuditFilter | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_FIRST }) first: number | null | undefined,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: OperationContext,
  ): Promise<AuditEntryConnection> {
    const scope = operationsScope(context.caller, 'read the audit log');
    const { auditLog, pageLimit } = context.services;
    return asConnection(await auditLog(scope, filter ?? {}, pageSize(first, pageLimit), after ?? null));
  }
}
