import { Enricher } from '../../../services/processing/enrichment';
import type { Member } from '../../../services/processing/batches';
import type { Circuit } from '../../../services/ports/circuit';
import { ReferenceDataUnavailable, type Party, type ReferenceData } from '../../../services/ports/reference-data';

const CLOSED: Circuit = { state: 'closed', untilClosed: () => Promise.resolve(), closedForMs: () => 1, onChange: () => undefined };
const party = (id: string): Party => ({ id, name: `Party ${id}`, address: {}, locale: 'de-CH', preferences: {}, version: 1 });
const member = (requestId: string, more: Partial<Member>): Member => ({
  requestId, attempt: 1, tenant: 'acme', documentType: 'LETTER', format: 'PDF', data: {}, partyIds: null, ...more,
});

/** Knows the parties P-1 and P-2 of each tenant but `silent`, which it never answers. */
function register() {
  const calls: { tenant: string; ids: readonly string[] }[] = [];
  const parties = async (tenant: string, ids: readonly string[]) => {
    calls.push({ tenant, ids });
    if (tenant === 'silent') throw new ReferenceDataUnavailable('no answer');
    return new Map(ids.filter((id) => ['P-1', 'P-2'].includes(id)).map((id) => [id, party(id)]));
  };
  return { calls, enricher: new Enricher({ parties } as Pick<ReferenceData, 'parties'> as ReferenceData, CLOSED) };
}

describe('enrichment', () => {
  it('puts the parties beside the data, by one call for members of different batches', async () => {
    const { calls, enricher } = register();
    const [one, two] = await Promise.all([
      enricher.enrich([member('a', { data: { to: 'P-1', n: 1 }, partyIds: { '/to': 'P-1' } }), member('b', { data: { n: 2 } })]),
      enricher.enrich([member('c', { data: { from: 'P-2', to: 'P-1' }, partyIds: { '/from': 'P-2', '/to': 'P-1' } })]),
    ]);
    expect(one.documents.map(({ data }) => data)).toEqual([{ to: 'P-1', n: 1, parties: { '/to': party('P-1') } }, { n: 2 }]);
    expect(two.documents[0]?.data).toEqual({ from: 'P-2', to: 'P-1', parties: { '/from': party('P-2'), '/to': party('P-1') } });
    expect(one.parties).toEqual({ a: { '/to': party('P-1') } });
    expect(calls).toEqual([{ tenant: 'acme', ids: ['P-1', 'P-2'] }]);
  });

  it('refuses, by itself, each member whose data has no room, whose party does not exist or whose register is away', async () => {
    const { enricher } = register();
    const taken = { parties: ['the client’s own'], to: 'P-1' };
    const { documents, refused } = await enricher.enrich([
      member('taken', { data: taken, partyIds: { '/to': 'P-1' } }),
      member('taken, and nothing to put', { data: taken }),
      member('unknown', { data: { to: 'P-9' }, partyIds: { '/to': 'P-9' } }),
      member('away', { tenant: 'silent', data: { to: 'P-1' }, partyIds: { '/to': 'P-1' } }),
      member('fine', { data: { to: 'P-2' }, partyIds: { '/to': 'P-2' } }),
    ]);
    expect(refused.map((each) => [each.member.requestId, each.code])).toEqual([
      ['taken', 'ENRICHMENT_INVALID'],
      ['unknown', 'REFERENCE_DATA_NOT_FOUND'],
      ['away', 'REFERENCE_DATA_UNAVAILABLE'],
    ]);
    expect(refused[0]?.message).toContain('"parties"');
    expect(refused[1]?.message).toContain('party P-9, named at /to');
    expect(documents.map(({ requestId }) => requestId)).toEqual(['taken, and nothing to put', 'fine']);
    expect(documents[0]?.data).toBe(taken);
  }, 20_000);
});
