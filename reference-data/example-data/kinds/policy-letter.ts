import { chf, dataSchema, day, pick, ref, type ExampleKind } from './kind';

/** Tells a policy holder of a change to the cover. */
export const policyLetter: ExampleKind = {
  type: {
    code: 'POLICY_LETTER',
    title: 'Policy letter',
    formats: ['PDF', 'HTML', 'DOCX'],
    engineConfiguration: { default: 'policy-letter', DOCX: 'policy-letter-editable' },
    allowedSources: [],
    partyFields: ['/policyHolder/partyId'],
    dataSchema: dataSchema(['policyNumber', 'policyHolder', 'product', 'effectiveDate', 'premium'], {
      policyNumber: { type: 'string', pattern: '^POL-[0-9]{8}$' },
      policyHolder: ref('recipient'),
      product: { enum: ['HOUSEHOLD', 'MOTOR', 'LIABILITY', 'TRAVEL'] },
      effectiveDate: { type: 'string', format: 'date' },
      premium: ref('money'),
      changes: { type: 'array', maxItems: 50, items: { type: 'string', minLength: 1, maxLength: 500 } },
    }),
  },
  recipientField: 'policyHolder',
  data: (n, policyHolder) => ({
    policyNumber: `POL-${String(20_000_000 + n).slice(-8)}`,
    policyHolder,
    product: pick(['HOUSEHOLD', 'MOTOR', 'LIABILITY', 'TRAVEL'], n),
    effectiveDate: day(n),
    premium: chf(180 + (n % 40) * 12.35),
    changes: ['The sum insured follows the price index.', `The deductible is CHF ${200 + (n % 5) * 100}.`],
  }),
};
