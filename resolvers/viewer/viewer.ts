import { Ctx, Query, Resolver } from 'type-graphql';
import { Viewer } from '../../schema';
import type { OperationContext } from '../context';

@Resolver()
export class ViewerResolver {
  @Query(() => Viewer)
  viewer(@Ctx() { caller }: OperationContext): Viewer {
    const { subject, tenant, roles, source, expiresAt } = caller;
    return { subject, tenant, roles: [...roles], source, expiresAt: new Date(expiresAt) };
  }
}
