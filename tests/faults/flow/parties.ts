/** Parties on file for a scenario's tenant, so that each document is enriched from the Reference Data API. */

/** As many as the example documents name. */
const PARTIES = 60;

/** Imports them through the API. Rejects where it refuses. */
export async function importParties(referenceDataUrl: string, adminToken: string): Promise<void> {
  const lines = Array.from({ length: PARTIES }, (_, n) =>
    JSON.stringify({
      id: `P-${1001 + n}`,
      name: `Party ${n + 1}`,
      address: { street: `${n + 1} Long Road`, postalCode: '10115', city: 'Berlin', country: 'DE' },
      locale: 'en',
      preferences: { channel: 'PRINT' },
    }),
  );
  const answer = await fetch(`${referenceDataUrl}/reference-data/v1/parties/import`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${adminToken}` },
    body: `${lines.join('\n')}\n`,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`parties could not be imported: ${answer.status} ${text}`);
}
