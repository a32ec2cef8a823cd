/** Each tenant's account: accepted = completed + failed + cancelled + in flight. */
import type { Sequelize } from 'sequelize';
import type { DocumentStatus } from '../../domain/document';
import { isFinal } from '../../domain/status-machine';
import { rows } from '../../models/database';
import type { Disagreements } from './disagreements';

export interface TenantAccount {
  readonly tenant: string;
  /** How many timelines begin. */
  readonly accepted: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly inFlight: Readonly<Partial<Record<DocumentStatus, number>>>;
}

/** Both sides of the account by one statement, so that they are of one moment. */
export async function accountTenants(db: Sequelize, disagreements: Disagreements): Promise<TenantAccount[]> {
  const found = await rows<{ tenant: string; accepted: number; counts: Partial<Record<DocumentStatus, number>> }>(
    db,
    `WITH begun AS (SELECT tenant, count(*) AS accepted FROM status_events WHERE sequence = 1 GROUP BY tenant),
          standing AS (SELECT tenant, status, count(*) AS n FROM document_requests GROUP BY tenant, status)
     SELECT coalesce(b.tenant, s.tenant) AS tenant, coalesce(b.accepted, 0) AS accepted, coalesce(s.counts, '{}') AS counts
       FROM begun b FULL JOIN (SELECT tenant, jsonb_object_agg(status, n) AS counts FROM standing GROUP BY tenant) s ON s.tenant = b.tenant
      ORDER BY 1`,
  );
  return found.map(({ tenant, accepted, counts }) => {
    const standing = Object.values(counts).reduce((sum, count) => sum + count, 0);
    if (accepted !== standing) disagreements.add(`tenant ${tenant}: ${accepted} were accepted and ${standing} are accounted for`);
    const inFlight = Object.entries(counts).filter(([status]) => !isFinal(status as DocumentStatus));
    const { COMPLETED: completed = 0, FAILED: failed = 0, CANCELLED: cancelled = 0 } = counts;
    return { tenant, accepted, completed, failed, cancelled, inFlight: Object.fromEntries(inFlight) };
  });
}
