/** The example data is what the API itself would accept, and its requests are what its types accept. */
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { EXAMPLE_KINDS, exampleRequest } from '../../../reference-data/example-data';
import { policyLetter } from '../../../reference-data/example-data/kinds/policy-letter';
import { accountStatement } from '../../../reference-data/example-data/kinds/account-statement';
import { claimDecision } from '../../../reference-data/example-data/kinds/claim-decision';
import { invoice } from '../../../reference-data/example-data/kinds/invoice';
import { taxCertificate } from '../../../reference-data/example-data/kinds/tax-certificate';
import { welcomePack } from '../../../reference-data/example-data/kinds/welcome-pack';
import { documentTypeContent } from '../../../reference-data/items/content';
import { dataSchemaFaults } from '../../../reference-data/items/data-schema';

const TYPES = [policyLetter, invoice, accountStatement, claimDecision, taxCertificate, welcomePack].map(({ type }) => type);

describe.each(TYPES)('the example type $code', (type) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  const accepts = ajv.compile(type.dataSchema);
  const kind = EXAMPLE_KINDS.find((each) => each === type.code);

  it('keeps the rules of a document type', () => {
    expect(documentTypeContent.safeParse(type).error?.issues ?? []).toEqual([]);
    expect(dataSchemaFaults(type.dataSchema)).toEqual([]);
  });

  it('accepts every example request, with and without a party, in a format that it offers', () => {
    for (let n = 0; n < 300; n += 1) {
      const { data, format } = exampleRequest(kind ?? 'INVOICE', n, { withParty: n % 2 === 0 });
      expect({ n, ok: accepts(data), errors: accepts.errors }).toEqual({ n, ok: true, errors: null });
      expect(type.formats).toContain(format);
    }
  });

  it('refuses data without its required parts', () => {
    expect(accepts({})).toBe(false);
  });

  it('names as party field where its data holds the party', () => {
    const { data } = exampleRequest(kind ?? 'INVOICE', 3, { withParty: true });
    for (const field of type.partyFields) {
      const value = field.split('/').slice(1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], data);
      expect(value).toBe('P-1004');
    }
  });
});
