/** How much each version of a document type is used. */
import type { Sequelize } from 'sequelize';
import { rows } from '../../models/database';
import { orUnavailable } from '../unavailable';

export interface DocumentTypeVersion {
  readonly code: string;
  readonly version: number;
}

/** Requests of the tenant that were validated against each of these versions, in their order. Throws CodedError SERVICE_UNAVAILABLE. */
export async function requestCounts(db: Sequelize, tenant: string, versions: readonly DocumentTypeVersion[]): Promise<number[]> {
  const found = await orUnavailable(() =>
    rows<{ requests: number }>(
      db,
      `SELECT coalesce(u.requests, 0) AS requests
         FROM unnest($2::text[], $3::int[]) WITH ORDINALITY AS v(code, version, place)
         LEFT JOIN document_type_usage u ON u.tenant = $1 AND u.document_type = v.code AND u.version = v.version
        ORDER BY v.place`,
      [tenant, versions.map(({ code }) => code), versions.map(({ version }) => version)],
    ),
  );
  return found.map(({ requests }) => requests);
}
